package dev.cellmill.standalone;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** {@code cellmill up} as a process of its own, which can be killed. */
final class ServerProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 20;

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static ServerProcess start(Path data, int port) throws IOException {
        String java = ProcessHandle.current().info().command().orElseThrow();
        Path log = data.resolveSibling("up.log");
        Process process = new ProcessBuilder(
                java, "-Xmx512m", "-cp", System.getProperty("java.class.path"),
                "dev.cellmill.standalone.command.Cellmill", "up", "--port", Integer.toString(port), "--data",
                data.toString())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .start();
        return new ServerProcess(process, log);
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    /** What it and its forerunners on the same folder printed. */
    String log() throws IOException {
        return Files.readString(log);
    }

    /** SIGKILL: nothing in it gets to run again. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM. @return its exit code */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the server does not stop");
        }
        return process.exitValue();
    }

    /** In order if it will, else by force. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS).join();
        process.destroyForcibly();
        process.onExit().join();
    }
}

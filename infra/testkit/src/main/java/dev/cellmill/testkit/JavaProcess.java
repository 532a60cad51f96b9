package dev.cellmill.testkit;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A main class as a process of its own, with the Java and the class path of this one, which can be killed. It is asked to
 * stop when this process ends, unless it was closed before.
 */
public final class JavaProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 20;
    /** Tests live for seconds: half of the work of a start is the second compiler's. Not so those that measure. */
    private static final boolean LIVES_LONG = Boolean.getBoolean("cellmill.processes.long");
    private static final int QUICK = 1;
    private static final int FULL = 4;

    private final Process process;
    private final Path log;
    private final Thread hook;

    private JavaProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.hook = new Thread(process::destroy, "stop process " + process.pid());
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * @param log what it prints is appended here
     * @param heap its most, such as {@code 512m}
     */
    public static JavaProcess start(String mainClass, Path log, String heap, List<String> arguments)
            throws IOException {
        return start(mainClass, log, heap, arguments, Map.of());
    }

    /** @param environment beside what this process has */
    public static JavaProcess start(String mainClass, Path log, String heap, List<String> arguments,
            Map<String, String> environment) throws IOException {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(), "-Xmx" + heap,
                "-XX:TieredStopAtLevel=" + (LIVES_LONG ? FULL : QUICK), "-XX:+UseSerialGC",
                "-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return new JavaProcess(builder.start(), log);
    }

    public boolean alive() {
        return process.isAlive();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** What it and its forerunners with the same log printed. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    /** @throws IllegalStateException if it has ended; says what it printed */
    public void refuseEnd() throws IOException {
        if (!alive()) {
            throw new IllegalStateException("the process ended with %d:\n%s".formatted(process.exitValue(), log()));
        }
    }

    /** SIGKILL: nothing in it gets to run again. Returns when it has ended. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** SIGTERM. @return its exit code */
    public int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the process does not stop within %d s".formatted(STOP_SECONDS));
        }
        return process.exitValue();
    }

    /** In order if it will, else by force. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS).join();
        kill();
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}

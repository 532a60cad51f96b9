package dev.cellmill.benchmark;

import dev.cellmill.embedded.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One of the services, or the broker, as a process of its own with the class path of this one. Closing ends it. */
final class ServiceProcess implements AutoCloseable {
    private static final String HEAP = "-Xmx512m";
    private static final long POLL_NANOS = 100_000_000;
    private static final long STOP_SECONDS = 30;
    private static final int OK = 200;

    private final Process process;
    private final int port;

    private ServiceProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Returns when it is ready. @param environment what it is configured by */
    static ServiceProcess start(Class<?> main, Path log, Map<String, String> environment) throws IOException {
        int port = FreePort.find();
        var service = new ServiceProcess(launch(main, log, environment, List.of("--server.port=" + port)), port);
        service.awaitReady();
        return service;
    }

    /** Returns when it answers. */
    static ServiceProcess broker(Path folder, Path log) throws IOException {
        int port = FreePort.find();
        var broker = new ServiceProcess(
                launch(BrokerProcess.class, log, Map.of(), List.of(folder.toString(), Integer.toString(port))), port);
        while (FreePort.isFree(port)) {
            broker.refuseEnd();
            LockSupport.parkNanos(POLL_NANOS);
        }
        return broker;
    }

    private static Process launch(Class<?> main, Path log, Map<String, String> environment, List<String> arguments)
            throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP, "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    int port() {
        return port;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Of all its threads, since it began. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** SIGTERM: it ends in order. Returns at once. */
    void stop() {
        process.destroy();
    }

    /** Also when it has not ended in order. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }

    private void awaitReady() {
        HttpRequest ready = HttpRequest.newBuilder(uri().resolve("/actuator/health/readiness")).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!isReady(client, ready)) {
                refuseEnd();
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }

    private static boolean isReady(HttpClient client, HttpRequest ready) {
        try {
            return client.send(ready, BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            return false; // not yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a service starts", e);
        }
    }

    private void refuseEnd() {
        if (!process.isAlive()) {
            throw new IllegalStateException("a service ended with %d; its log says why".formatted(process.exitValue()));
        }
    }
}

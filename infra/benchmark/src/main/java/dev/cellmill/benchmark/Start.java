package dev.cellmill.benchmark;

import dev.cellmill.embedded.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.springframework.util.FileSystemUtils;

/**
 * How long {@code ./cellmill up} takes until it is ready: from the start of its process until its readiness says so, on an empty
 * folder and on one that is there, by turns. The first start, which may have to build and to prepare the later ones, does not count.
 */
final class Start implements Benchmark.Scenario {
    private static final int RUNS = 5;
    private static final long POLL_NANOS = 10_000_000;
    private static final double NANOS = 1e9;
    private static final Duration GIVE_UP = Duration.ofMinutes(5);
    private static final int OK = 200;

    @Override
    public void run(Figures figures) throws Exception {
        String launcher = Objects.requireNonNull(System.getProperty("cellmill.launcher"),
                "this benchmark starts ./cellmill, and is to be run by it");
        Path folder = Files.createTempDirectory("cellmill-start");
        try (HttpClient http = HttpClient.newHttpClient()) {
            Path kept = folder.resolve("kept");
            seconds(launcher, kept, http);
            var empty = new ArrayList<Double>();
            var existing = new ArrayList<Double>();
            for (int run = 0; run < RUNS; run++) {
                empty.add(seconds(launcher, folder.resolve("empty" + run), http));
                existing.add(seconds(launcher, kept, http));
            }
            print(figures, "readyOnEmptyFolder", empty);
            print(figures, "readyOnExistingFolder", existing);
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static void print(Figures figures, String figure, List<Double> seconds) {
        seconds.sort(null);
        figures.print(figure, seconds.get(RUNS / 2), "s", Map.of("runs", RUNS, "fastest", seconds.getFirst(),
                "slowest", seconds.getLast()));
    }

    private static double seconds(String launcher, Path data, HttpClient http)
            throws IOException, InterruptedException {
        int port = FreePort.find();
        var ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/actuator/health/readiness".formatted(port)))
                .timeout(Duration.ofSeconds(1)).build();
        Files.createDirectories(data);
        Path output = data.resolveSibling(data.getFileName() + ".log");
        var command = new ProcessBuilder(launcher, "up", "--port", Integer.toString(port), "--data", data.toString())
                .redirectErrorStream(true).redirectOutput(output.toFile());
        long start = System.nanoTime();
        Process server = command.start();
        try {
            while (!isReady(http, ready)) {
                if (!server.isAlive() || System.nanoTime() - start > GIVE_UP.toNanos()) {
                    throw new IllegalStateException("it does not become ready: " + Files.readString(output));
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
            return (System.nanoTime() - start) / NANOS;
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static boolean isReady(HttpClient http, HttpRequest ready) throws InterruptedException {
        try {
            return http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            // nobody answers yet
            return false;
        }
    }
}

package dev.cellmill.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The services as processes of their own, in growing numbers on one machine. What waits for a provider grows with the
 * workers; what needs the processors cannot, and tells what a cell costs each part. Then workers that join and leave.
 */
final class ScaleOut implements Benchmark.Scenario {
    private static final int COLUMNS = 4;
    private static final int INSTANT_ROWS = 50_000;
    private static final int WARM_UP_ROWS = 25_000;
    private static final int SLOW_MILLIS = 100;
    private static final int SLOW_CONCURRENCY = 128;
    private static final int SLOW_SECONDS = 10;
    private static final int SLOW_PER_WORKER = SLOW_CONCURRENCY * 1_000 / SLOW_MILLIS;
    private static final int JOIN_SECONDS = 40;
    private static final long JOINS_AFTER = 5;
    private static final long LEAVES_AFTER = 20;
    private static final double NANOS = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final String PROVIDERS = """
            providers:
              instant: {kind: bench, delayMillis: 0, concurrency: 100}
              slow: {kind: bench, delayMillis: %d, concurrency: %d}
            """.formatted(SLOW_MILLIS, SLOW_CONCURRENCY);

    @Override
    public void run(Figures figures) throws Exception {
        try (var cluster = BenchCluster.start(PROVIDERS)) {
            measure(cluster, figures, 1, 1, 1);
            measure(cluster, figures, 1, 2, 1);
            measure(cluster, figures, 1, 3, 1);
            measure(cluster, figures, 1, 3, 2);
            measure(cluster, figures, 2, 3, 2);
            cluster.dismissWorker();
            joinAndLeave(cluster, figures);
        }
    }

    private static void measure(BenchCluster cluster, Figures figures, int jobApis, int workers, int statusServices)
            throws IOException {
        cluster.grow(jobApis, workers, statusServices);
        Map<String, Integer> shape = new LinkedHashMap<>();
        shape.put("jobApis", jobApis);
        shape.put("workers", workers);
        shape.put("statusServices", statusServices);
        seconds(cluster, "instant", WARM_UP_ROWS, COLUMNS);
        int rows = SLOW_PER_WORKER * workers * SLOW_SECONDS;
        double slow = rows / seconds(cluster, "slow", rows, 1);
        figures.print("waitingCellsPerSecond", slow, "cells/s", shape);
        figures.print("ofIdeal", 100 * slow / (SLOW_PER_WORKER * workers), "%", shape);

        Map<String, Duration> cpu = cluster.cpu();
        Map<String, Long> bytes = cluster.bytes();
        int cells = INSTANT_ROWS * COLUMNS;
        figures.print("cellsPerSecond", cells / seconds(cluster, "instant", INSTANT_ROWS, COLUMNS), "cells/s", shape);
        cluster.cpu().forEach((part, now) -> figures.print("cpuPerCell " + part,
                now.minus(cpu.get(part)).toNanos() / NANOS_PER_MICRO / cells, "µs", shape));
        cluster.bytes().forEach((part, now) -> figures.print("bytesPerCell " + part,
                (double) (now - bytes.get(part)) / cells, "bytes", shape));
    }

    /** Of a job, from its submission to its end. */
    private static double seconds(BenchCluster cluster, String provider, int rows, int columns) throws IOException {
        try (BenchClient intake = cluster.intake(); BenchClient outcome = cluster.outcome()) {
            String sheet = intake.upload(rows);
            long start = System.nanoTime();
            String job = intake.submit(sheet, provider, columns);
            outcome.awaitEnd(job, BenchServer.POLL_NANOS);
            double seconds = (System.nanoTime() - start) / NANOS;
            outcome.verify(job, (long) rows * columns);
            return seconds;
        }
    }

    /** Two workers, three, and two again while a job runs: how long at most no cell came to its end. */
    private static void joinAndLeave(BenchCluster cluster, Figures figures) throws Exception {
        try (BenchClient intake = cluster.intake(); BenchClient outcome = cluster.outcome()) {
            int rows = 2 * SLOW_PER_WORKER * JOIN_SECONDS;
            String job = intake.submit(intake.upload(rows), "slow", 1);
            var changes = CompletableFuture.runAsync(() -> grow(cluster),
                    CompletableFuture.delayedExecutor(JOINS_AFTER, TimeUnit.SECONDS))
                    .thenRunAsync(cluster::dismissWorker,
                            CompletableFuture.delayedExecutor(LEAVES_AFTER - JOINS_AFTER, TimeUnit.SECONDS));
            long longest = 0;
            long before = 0;
            long since = System.nanoTime();
            while (before < rows) {
                long ended = outcome.ended(job);
                long now = System.nanoTime();
                if (ended > before) {
                    longest = before == 0 ? 0 : Math.max(longest, now - since);
                    before = ended;
                    since = now;
                }
                LockSupport.parkNanos(BenchServer.POLL_NANOS);
            }
            changes.get();
            outcome.awaitEnd(job, BenchServer.POLL_NANOS);
            outcome.verify(job, rows);
            figures.print("longestPause", longest / NANOS_PER_MILLI, "ms",
                    Map.of("workers", "2, 3 and 2 again", "cells", rows));
        }
    }

    private static void grow(BenchCluster cluster) {
        try {
            cluster.grow(0, 3, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

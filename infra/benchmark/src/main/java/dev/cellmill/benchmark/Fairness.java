package dev.cellmill.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * What one tenant's work costs another on the same lane: ten-cell jobs amid a job of a million cells, and one job beside a
 * thousand small ones.
 */
final class Fairness implements Benchmark.Scenario {
    private static final int LARGE = 1_000_000;
    private static final int SMALL = 10;
    private static final int SMALL_JOBS = 10;
    private static final long BETWEEN_NANOS = 2_000_000_000L;
    private static final int CROWD = 1_000;
    /** So many that the first have not ended when the last is submitted. */
    private static final int OF_CROWD = 100;
    private static final int LONE = 2_560;
    private static final double NANOS = 1e9;

    @Override
    public void run(Figures figures) throws Exception {
        try (BenchServer server = BenchServer.start();
                BenchClient admin = server.client().as("default");
                BenchClient first = admin.as("first");
                BenchClient second = admin.as("second")) {
            List<Double> seconds = amidALargeJob(first, second);
            Map<String, ?> shape = Map.of("cells", SMALL, "amid", LARGE, "jobs", SMALL_JOBS);
            figures.print("smallJobMedian", seconds.get(SMALL_JOBS / 2), "s", shape);
            figures.print("smallJobMax", seconds.getLast(), "s", shape);

            double alone = besideACrowd(first, second, 0);
            double beside = besideACrowd(first, second, CROWD);
            Map<String, ?> crowd = Map.of("cells", LONE, "besideJobs", CROWD, "ofCells", OF_CROWD, "millis",
                    BenchServer.SLOW_MILLIS, "inFlight", BenchServer.SLOW_CONCURRENCY);
            figures.print("loneJobAlone", alone, "s", crowd);
            figures.print("loneJobBesideCrowd", beside, "s", crowd);
            figures.print("loneJobSlowdown", beside / alone, "times", crowd);
        }
    }

    /** Ascending. */
    private static List<Double> amidALargeJob(BenchClient first, BenchClient second) throws IOException {
        String small = second.upload(SMALL);
        second.awaitEnd(second.submit(small, "instant", 1), BenchServer.POLL_NANOS);
        String large = first.submit(first.upload(LARGE), "instant", 1);
        var seconds = new ArrayList<Double>();
        while (seconds.size() < SMALL_JOBS) {
            LockSupport.parkNanos(BETWEEN_NANOS);
            long start = System.nanoTime();
            String job = second.submit(small, "instant", 1);
            second.awaitEnd(job, BenchServer.FINE_POLL_NANOS);
            seconds.add((System.nanoTime() - start) / NANOS);
            second.verify(job, SMALL);
            if (first.hasEnded(large)) {
                throw new IllegalStateException("the large job ended before the small ones: it has to be larger");
            }
        }
        first.awaitEnd(large, BenchServer.POLL_NANOS);
        first.verify(large, LARGE);
        Collections.sort(seconds);
        return seconds;
    }

    /** Seconds that one job of the second tenant takes once so many small ones of the first wait. */
    private static double besideACrowd(BenchClient first, BenchClient second, int jobs) throws IOException {
        String lone = second.upload(LONE);
        var crowd = new ArrayList<String>();
        for (int job = 0; job < jobs; job++) {
            crowd.add(first.submit(first.upload(OF_CROWD), "slow", 1));
        }
        long start = System.nanoTime();
        String job = second.submit(lone, "slow", 1);
        second.awaitEnd(job, BenchServer.POLL_NANOS);
        double seconds = (System.nanoTime() - start) / NANOS;
        second.verify(job, LONE);
        if (jobs > 0 && first.hasEnded(crowd.getLast())) {
            throw new IllegalStateException("the crowd ended before the lone job: it has to be larger");
        }
        crowd.forEach(other -> first.awaitEnd(other, BenchServer.POLL_NANOS));
        return seconds;
    }
}

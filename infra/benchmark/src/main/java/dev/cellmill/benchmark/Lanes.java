package dev.cellmill.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Whether a lane whose cells take 60 s costs one whose cells take 5 ms anything, on one worker: the quick one by itself,
 * beside the other while all of that one's places are taken, and by itself again, since the machine's speed drifts.
 */
final class Lanes implements Benchmark.Scenario {
    private static final int QUICK_MILLIS = 5;
    private static final int QUICK_PLACES = 50;
    private static final int LONG_SECONDS = 60;
    private static final int LONG_PLACES = 200;
    private static final int WARM_UP_CELLS = 60_000;
    private static final int CELLS = 40_000;
    private static final int RUNS = 5;
    private static final double NANOS = 1e9;
    private static final double PERCENT = 100;
    private static final String PROVIDERS = """
            providers:
              quick: {kind: bench, delayMillis: %d, concurrency: %d}
              long: {kind: bench, delayMillis: %d, concurrency: %d}
            """.formatted(QUICK_MILLIS, QUICK_PLACES, LONG_SECONDS * 1_000, LONG_PLACES);

    @Override
    public void run(Figures figures) throws Exception {
        try (BenchServer server = BenchServer.start(PROVIDERS)) {
            server.runJob("quick", WARM_UP_CELLS, 1);
            List<JobRun> before = quick(server);

            long start = System.nanoTime();
            String job = server.client().submit(server.client().upload(LONG_PLACES), "long", 1);
            List<JobRun> beside = quick(server);
            double took = (System.nanoTime() - start) / NANOS;
            if (took > LONG_SECONDS) {
                throw new IllegalStateException("the long cells ended before the quick ones, after %.1f s".formatted(
                        took));
            }
            server.client().awaitEnd(job, BenchServer.POLL_NANOS);
            double seconds = (System.nanoTime() - start) / NANOS;
            server.client().verify(job, LONG_PLACES);

            List<JobRun> after = quick(server);
            double alone = rate(Stream.concat(before.stream(), after.stream()).toList());
            Map<String, ?> shape = Map.of("cells", CELLS, "millis", QUICK_MILLIS, "inFlight", QUICK_PLACES,
                    "besideMillis",
                    LONG_SECONDS * 1_000, "besideInFlight", LONG_PLACES);
            figures.print("quickAlone", alone, "cells/s", shape);
            figures.print("quickBeside", rate(beside), "cells/s", shape);
            figures.print("kept", PERCENT * rate(beside) / alone, "%", shape);
            figures.print("longJob", seconds, "s", Map.of("cells", LONG_PLACES, "each", LONG_SECONDS));
        }
    }

    private static List<JobRun> quick(BenchServer server) throws IOException {
        var runs = new ArrayList<JobRun>();
        for (int run = 0; run < RUNS; run++) {
            runs.add(server.runJob("quick", CELLS, 1));
        }
        return runs;
    }

    /** The median of its runs, between the middle two of an even number. */
    private static double rate(List<JobRun> runs) {
        List<Double> rates = runs.stream().map(JobRun::cellsPerSecond).sorted(Comparator.naturalOrder()).toList();
        return (rates.get((rates.size() - 1) / 2) + rates.get(rates.size() / 2)) / 2;
    }
}

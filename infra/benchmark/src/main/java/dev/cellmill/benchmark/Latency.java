package dev.cellmill.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** One-cell jobs on an idle system, one after the other: from submission to a final cell visible in the status. */
final class Latency implements Benchmark.Scenario {
    private static final int WARM_UP = 100;
    private static final int JOBS = 200;
    private static final double PERCENTILE_95 = 0.95;

    @Override
    public void run(Figures figures) throws Exception {
        try (BenchServer server = BenchServer.start()) {
            List<Double> millis = new ArrayList<>();
            for (int i = 0; i < WARM_UP + JOBS; i++) {
                double took = server.oneCellMillis();
                if (i >= WARM_UP) {
                    millis.add(took);
                }
            }
            Collections.sort(millis);
            Map<String, ?> shape = Map.of("jobs", JOBS);
            figures.print("median", millis.get(JOBS / 2), "ms", shape);
            figures.print("p95", millis.get((int) (JOBS * PERCENTILE_95)), "ms", shape);
            figures.print("max", millis.getLast(), "ms", shape);
        }
    }
}

package dev.cellmill.benchmark;

import java.util.Map;

/** How much of a provider's own capacity is used: 200 ms a call, 256 at once, so 1,280 cells/s at best. */
final class SlowProvider implements Benchmark.Scenario {
    private static final int WARM_UP_ROWS = 2_560;
    private static final int ROWS = 38_400;
    private static final double PERCENT = 100;

    @Override
    public void run(Figures figures) throws Exception {
        try (BenchServer server = BenchServer.start()) {
            server.runJob("slow", WARM_UP_ROWS, 1);
            JobRun run = server.runJob("slow", ROWS, 1);
            double ideal = BenchServer.SLOW_CONCURRENCY * 1000.0 / BenchServer.SLOW_MILLIS;
            Map<String, ?> shape = Map.of("cells", ROWS, "inFlight", BenchServer.SLOW_CONCURRENCY, "millis",
                    BenchServer.SLOW_MILLIS, "ideal", ideal);
            figures.print("cellsPerSecond", run.cellsPerSecond(), "cells/s", shape);
            figures.print("ofIdeal", PERCENT * run.cellsPerSecond() / ideal, "%", shape);
            figures.print("statementsPerCell", run.statementsPerCell(), "statements/cell", shape);
            figures.print("peakHeap", run.peakHeapMegabytes(), "MB", shape);
        }
    }
}

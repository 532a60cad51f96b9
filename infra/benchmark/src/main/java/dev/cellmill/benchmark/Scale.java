package dev.cellmill.benchmark;

import java.util.Map;

/** Whether a cell costs the same in a large job as in a small one. */
final class Scale implements Benchmark.Scenario {
    private static final int COLUMNS = 4;
    private static final int WARM_UP_CELLS = 100_000;
    private static final int SMALL = 10_000;
    private static final int MIDDLE = 100_000;
    private static final int LARGE = 1_000_000;
    private static final int SMALL_RUNS = 5;
    private static final double MICROS = 1e6;

    @Override
    public void run(Figures figures) throws Exception {
        try (BenchServer server = BenchServer.start()) {
            server.runJob("instant", WARM_UP_CELLS / COLUMNS, COLUMNS);
            double small = microsPerCell(server, figures, SMALL, SMALL_RUNS);
            microsPerCell(server, figures, MIDDLE, 3);
            double large = microsPerCell(server, figures, LARGE, 1);
            figures.print("costRatio", large / small, "times", Map.of("from", SMALL, "to", LARGE));
            figures.print("peakResident", PeakMemory.residentMegabytes(), "MB", Map.of("cells", LARGE));
        }
    }

    private static double microsPerCell(BenchServer server, Figures figures, int cells, int runs) throws Exception {
        var results = new java.util.ArrayList<JobRun>();
        for (int i = 0; i < runs; i++) {
            results.add(server.runJob("instant", cells / COLUMNS, COLUMNS));
        }
        JobRun median = JobRun.median(results);
        Map<String, ?> shape = Map.of("cells", cells, "columns", COLUMNS, "runs", runs);
        figures.print("cellsPerSecond", median.cellsPerSecond(), "cells/s", shape);
        figures.print("statementsPerCell", median.statementsPerCell(), "statements/cell", shape);
        figures.print("peakHeap", median.peakHeapMegabytes(), "MB", shape);
        double micros = MICROS / median.cellsPerSecond();
        figures.print("costPerCell", micros, "µs", shape);
        return micros;
    }
}

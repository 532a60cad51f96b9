package dev.cellmill.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Cells a second through the whole path: from the submission of a job to its completion, results durable and counters
 * equal to a recount. The median of three runs of 200,000 cells after a warm-up of 100,000 in the same process.
 */
final class Throughput implements Benchmark.Scenario {
    private static final int RUNS = 3;
    private static final int COLUMNS = 4;
    private static final int WARM_UP_CELLS = 100_000;
    private static final int CELLS = 200_000;

    @Override
    public void run(Figures figures) throws Exception {
        try (BenchServer server = BenchServer.start()) {
            server.runJob("instant", WARM_UP_CELLS / COLUMNS, COLUMNS);
            List<JobRun> runs = new ArrayList<>();
            for (int i = 0; i < RUNS; i++) {
                runs.add(server.runJob("instant", CELLS / COLUMNS, COLUMNS));
            }
            JobRun median = JobRun.median(runs);
            Map<String, ?> shape = Map.of("cells", CELLS, "columns", COLUMNS, "runs",
                    runs.stream().map(run -> Math.round(run.cellsPerSecond())).toList());
            figures.print("cellsPerSecond", median.cellsPerSecond(), "cells/s", shape);
            figures.print("statementsPerCell", median.statementsPerCell(), "statements/cell", shape);
            figures.print("uploadRowsPerSecond", median.uploadRowsPerSecond(), "rows/s", shape);
            figures.print("peakHeap", runs.stream().mapToDouble(JobRun::peakHeapMegabytes).max().orElse(0), "MB",
                    shape);
            figures.print("peakResident", PeakMemory.residentMegabytes(), "MB", shape);
        }
    }
}

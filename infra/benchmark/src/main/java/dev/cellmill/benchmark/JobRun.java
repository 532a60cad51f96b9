package dev.cellmill.benchmark;

import java.util.Comparator;
import java.util.List;

/**
 * One measured job.
 *
 * @param seconds from submission to completion as its status shows it
 * @param uploadSeconds of the sheet, before that
 * @param statements SQL statements while it ran, of all services
 */
record JobRun(int rows, long cells, double seconds, double uploadSeconds, long statements, double peakHeapMegabytes) {

    double cellsPerSecond() {
        return cells / seconds;
    }

    double uploadRowsPerSecond() {
        return rows / uploadSeconds;
    }

    double statementsPerCell() {
        return (double) statements / cells;
    }

    /** By time; of an even number the slower of the middle two. */
    static JobRun median(List<JobRun> runs) {
        return runs.stream().sorted(Comparator.comparingDouble(JobRun::seconds)).toList().get(runs.size() / 2);
    }
}

package dev.cellmill.status.audit;

import java.util.List;

/**
 * All counters of a job.
 *
 * @param columns those that have cells, by their place in the plan
 * @param lanes those that tasks left or hopped to, by name
 */
record Counts(List<ColumnSums> columns, List<LaneSums> lanes, long closed, long ended, long completedRows) {

    Counts {
        columns = List.copyOf(columns);
        lanes = List.copyOf(lanes);
    }

    /** As {@code status.column_progress} keeps them. Cost and saved are nano-dollars. */
    record ColumnSums(
            int column,
            long running,
            long done,
            long failed,
            long skipped,
            long cancelled,
            long attempts,
            long inputTokens,
            long outputTokens,
            long cost,
            long saved,
            long byProvider,
            long byMemory,
            long byStore,
            long byCoalesced,
            double confidenceSum,
            long confidenceCount) {}

    /** Tasks that entered a lane by a hop, and tasks that left it. */
    record LaneSums(String lane, long entered, long gone) {}
}

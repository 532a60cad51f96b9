package dev.cellmill.status.audit;

import java.util.List;

/**
 * All counters of a job.
 *
 * @param columns those that have cells, by their place in the plan
 * @param steps of them, those that tasks left
 * @param lanes those that tasks left or hopped to, by name
 * @param spent nano-dollars
 */
record Counts(List<ColumnSums> columns, List<StepTasks> steps, List<StepTotals> stepTotals, List<LaneSums> lanes,
        long closed, long ended, long completedRows, long spent) {

    Counts {
        columns = List.copyOf(columns);
        steps = List.copyOf(steps);
        stepTotals = List.copyOf(stepTotals);
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

    /** Tasks of a step that left their lane. */
    record StepTasks(int column, int step, long tasks) {}

    /**
     * What all steps of a column took together, for a cell keeps what its steps used only as a sum: how it is shared out
     * among them is not recounted, nor are the calls, which no cell has.
     */
    record StepTotals(int column, long inputTokens, long outputTokens, long cost) {}

    /** Tasks that entered a lane by a hop, and tasks that left it. */
    record LaneSums(String lane, long entered, long gone) {}
}

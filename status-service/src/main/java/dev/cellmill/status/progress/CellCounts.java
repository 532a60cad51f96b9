package dev.cellmill.status.progress;

import dev.cellmill.common.state.JobState;

/**
 * How many of a job's cells are in which state; together they are its total. Pure.
 *
 * <p>Queued cells are not stored, nor are the cancelled ones of a cancelled job: there all that neither ended nor is
 * in flight is cancelled.
 */
record CellCounts(long total, long done, long failed, long skipped, long cancelled, long running, long queued) {

    static CellCounts of(JobCounters job) {
        ColumnCounters sum = job.sum();
        long rest = job.totalCells() - sum.done() - sum.failed() - sum.skipped() - sum.cancelled() - sum.running();
        long waiting = Math.max(0, rest);
        long derived = 0;
        if (job.state() == JobState.CANCELLED) {
            long inFlight = job.sent() - job.closed() - sum.running();
            derived = waiting - Math.clamp(inFlight, 0, waiting);
        }
        return new CellCounts(job.totalCells(), sum.done(), sum.failed(), sum.skipped(), sum.cancelled() + derived,
                sum.running(), waiting - derived);
    }

    /** Cells in a terminal state. */
    long completed() {
        return done + failed + skipped + cancelled;
    }

    /** Percent with one decimal, rounded down, so that 100 means all. */
    double percent() {
        return total == 0 ? 100 : completed() * 1000 / total / 10.0;
    }
}

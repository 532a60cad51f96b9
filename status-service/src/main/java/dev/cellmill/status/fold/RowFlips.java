package dev.cellmill.status.fold;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.state.CellState;
import org.jspecify.annotations.Nullable;

/**
 * Which bits of a row's masks in {@code status.row_progress} a batch turns over. A cell is in one state, so its bit is
 * set in at most one mask, and a change of state turns it over in the old state's mask and in the new one's.
 */
final class RowFlips {
    private final JobId job;
    private final int row;
    private final long[] masks = new long[CellState.values().length];
    private long run;
    private long reopened;

    RowFlips(JobId job, int row) {
        this.job = job;
        this.row = row;
    }

    /** @param run the newest run of the cell */
    void change(int column, @Nullable CellState before, CellState after, long run) {
        masks[after.ordinal()] ^= 1L << column;
        if (before != null) {
            masks[before.ordinal()] ^= 1L << column;
        }
        this.run = Math.max(this.run, run);
    }

    /** A newer run wants the cell. */
    void reopen(int column) {
        reopened |= 1L << column;
    }

    /** The columns that a newer run wants, as bits. */
    long reopened() {
        return reopened;
    }

    JobId job() {
        return job;
    }

    int row() {
        return row;
    }

    /** The newest run among the cells that changed. */
    long run() {
        return run;
    }

    long mask(CellState state) {
        return masks[state.ordinal()];
    }

    /** Whether a mask that is stored changes. */
    boolean any() {
        for (CellState state : CellState.values()) {
            if (state != CellState.QUEUED && masks[state.ordinal()] != 0) {
                return true;
            }
        }
        return false;
    }
}

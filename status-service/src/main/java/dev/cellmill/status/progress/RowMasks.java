package dev.cellmill.status.progress;

import dev.cellmill.common.state.CellState;
import dev.cellmill.common.state.RowState;

/**
 * A row's cells by state, as bits by the column's place in the plan. Pure.
 *
 * @param columns how many columns the job has
 * @param halted whether the job was cancelled: then cells in no mask are cancelled, else queued
 */
record RowMasks(
        int row, int columns, boolean halted, long running, long done, long failed, long skipped, long cancelled) {

    /** A row that no event has been about. */
    static RowMasks untouched(int row, int columns, boolean halted) {
        return new RowMasks(row, columns, halted, 0, 0, 0, 0, 0);
    }

    /** The cells in a state. */
    long in(CellState state) {
        return switch (state) {
            case QUEUED -> halted ? 0 : rest();
            case RUNNING -> running;
            case DONE -> done;
            case FAILED -> failed;
            case SKIPPED -> skipped;
            case CANCELLED -> halted ? cancelled | rest() : cancelled;
        };
    }

    int count(CellState state) {
        return Long.bitCount(in(state));
    }

    RowState state() {
        return RowState.of(columns, count(CellState.DONE), count(CellState.FAILED), count(CellState.SKIPPED),
                count(CellState.CANCELLED), count(CellState.RUNNING));
    }

    private long rest() {
        long all = (1L << columns) - 1;
        return all & ~(running | done | failed | skipped | cancelled);
    }
}

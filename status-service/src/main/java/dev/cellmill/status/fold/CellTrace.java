package dev.cellmill.status.fold;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.message.StepTrace;

/** What one task of a cell left behind: an element of the array in {@code status.cell.traces}, in no order. */
record CellTrace(long run, int dispatch, StepTrace trace) {
    public CellTrace {
        requireNonNull(trace, "trace is null");
    }
}

package dev.cellmill.jobapi.schedule;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.LongStream;

/**
 * Cells that a cursor passes, numbered row by row: {@code place of the row × columns + place among the columns}.
 *
 * @param from the first
 * @param to after the last
 * @param columns places in the job's plan, in the cursor's order
 */
record CellRange(long from, long to, List<Integer> columns) {

    CellRange {
        columns = List.copyOf(columns);
        if (from < 0 || to < from || columns.isEmpty()) {
            throw new IllegalArgumentException("no range of cells: %d to %d in %s".formatted(from, to, columns));
        }
    }

    /**
     * The cells, each sent for the first time in this run.
     *
     * @param rowAt the row at a place of the cursor
     */
    List<ClaimedCell> cells(long run, IntUnaryOperator rowAt) {
        int width = columns.size();
        return LongStream.range(from, to)
                .mapToObj(cell -> ClaimedCell.first(rowAt.applyAsInt((int) (cell / width)),
                        columns.get((int) (cell % width)), run))
                .toList();
    }
}

package dev.cellmill.jobapi.schedule;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Cells that a cursor passes, numbered row by row: {@code row × columns + place among the columns}.
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

    /** The cells, each sent for the first time in this run. */
    List<ClaimedCell> cells() {
        int width = columns.size();
        return LongStream.range(from, to)
                .mapToObj(cell -> ClaimedCell.first((int) (cell / width), columns.get((int) (cell % width))))
                .toList();
    }
}

package dev.cellmill.status.sheet;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * A job's column that gives cells to a column of the sheet.
 *
 * @param column its place in the job's plan
 * @param place its place among the columns that are read
 * @param endRow behind the last row of the job
 */
public record Source(UUID job, int column, int place, int firstRow, int endRow) {

    public Source {
        requireNonNull(job, "job is null");
    }

    /** Whether the job has any of the rows {@code from <= row < to}. */
    public boolean touches(int from, int to) {
        return firstRow < to && from < endRow;
    }
}

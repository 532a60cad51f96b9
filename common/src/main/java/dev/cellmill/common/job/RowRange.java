package dev.cellmill.common.job;

import org.jspecify.annotations.Nullable;

/**
 * The rows of the sheet that a job fills.
 *
 * @param offset the first row, from 0
 * @param limit rows at most, null for all that follow
 */
public record RowRange(int offset, @Nullable Integer limit) {
    public static final RowRange ALL = new RowRange(0, null);

    public RowRange {
        if (offset < 0 || limit != null && limit < 1) {
            throw new IllegalArgumentException("rows begin at 0 and are at least one, not " + offset + ", " + limit);
        }
    }

    /** The row after the last, in a sheet of so many. Never before {@link #firstIn}. */
    public int endIn(int rowCount) {
        int first = firstIn(rowCount);
        return limit == null ? rowCount : (int) Math.min(rowCount, (long) first + limit);
    }

    /** The first row, in a sheet of so many. */
    public int firstIn(int rowCount) {
        return Math.min(offset, rowCount);
    }
}

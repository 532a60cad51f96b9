package dev.cellmill.common.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the sheet that a job fills.
 *
 * @param offset the first row, from 0
 * @param limit rows at most, null for all that follow
 * @param ids the rows one by one, ascending; empty where a range is meant
 */
public record RowRange(int offset, @Nullable Integer limit, List<Integer> ids) {
    /** Rows that can be chosen one by one. */
    public static final int MAX_IDS = 100_000;

    public static final RowRange ALL = new RowRange(0, null);

    public RowRange {
        ids = ids.stream().distinct().sorted().toList();
        if (offset < 0 || limit != null && limit < 1 || !ids.isEmpty() && ids.getFirst() < 0) {
            throw new IllegalArgumentException("rows begin at 0 and are at least one, not " + offset + ", " + limit);
        }
    }

    public RowRange(int offset, @Nullable Integer limit) {
        this(offset, limit, List.of());
    }

    public static RowRange of(List<Integer> ids) {
        return new RowRange(0, null, ids);
    }

    /** The row after the last, in a sheet of so many. Never before {@link #firstIn}. */
    public int endIn(int rowCount) {
        if (!ids.isEmpty()) {
            return Math.min(rowCount, ids.getLast() + 1);
        }
        int first = firstIn(rowCount);
        return limit == null ? rowCount : (int) Math.min(rowCount, (long) first + limit);
    }

    /** The first row, in a sheet of so many. */
    public int firstIn(int rowCount) {
        return Math.min(ids.isEmpty() ? offset : ids.getFirst(), rowCount);
    }

    /** The row at this place among them, from 0. */
    public int rowAt(int place) {
        return ids.isEmpty() ? offset + place : ids.get(place);
    }

    /** How many rows they are, in a sheet of so many. */
    public int countIn(int rowCount) {
        return ids.isEmpty() ? endIn(rowCount) - firstIn(rowCount) : ids.size();
    }
}

package dev.cellmill.common.id;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * Names a cell: a job, a row of its sheet (from 0) and a column by its place in the job's plan (from 0).
 * The order is that of the database's primary key; every statement that locks cells locks them in it.
 */
public record CellKey(JobId job, int row, int column) implements Comparable<CellKey> {
    private static final Comparator<CellKey> ORDER = Comparator.comparing(CellKey::job).thenComparingInt(CellKey::row)
            .thenComparingInt(CellKey::column);

    public CellKey {
        requireNonNull(job, "job is null");
        if (row < 0 || column < 0) {
            throw new IllegalArgumentException("row and column count from 0, not " + row + " and " + column);
        }
    }

    @Override
    public int compareTo(CellKey other) {
        return ORDER.compare(this, other);
    }
}

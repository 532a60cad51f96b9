package dev.cellmill.status.sheet;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the rows between its first and its last a job has.
 *
 * @param ids one by one, ascending; empty where it has all of them
 */
public record ChosenRows(List<Integer> ids) {
    public static final ChosenRows ALL = new ChosenRows(List.of());

    public ChosenRows {
        ids = List.copyOf(ids);
    }

    /** @param ids as stored, null for all */
    public static ChosenRows of(Integer @Nullable [] ids) {
        return ids == null ? ALL : new ChosenRows(List.of(ids));
    }

    public boolean has(int row) {
        return ids.isEmpty() || Collections.binarySearch(ids, row) >= 0;
    }
}

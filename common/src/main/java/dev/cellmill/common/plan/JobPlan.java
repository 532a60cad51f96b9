package dev.cellmill.common.plan;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a job will do, resolved against the providers that existed at its submission. Immutable for the job's life.
 *
 * @param parameters the same for every row, by name
 * @param stream whether answers are wanted piece by piece; null in plans of before there was a choice
 */
public record JobPlan(List<PlannedColumn> columns, Map<String, String> parameters, @Nullable Boolean stream) {
    /** Columns that one job can fill: its rows' progress is kept in bit masks of a {@code bigint}. */
    public static final int MAX_COLUMNS = 63;

    public JobPlan {
        columns = List.copyOf(columns);
        parameters = Map.copyOf(parameters);
        if (columns.isEmpty() || columns.size() > MAX_COLUMNS) {
            throw new IllegalArgumentException(
                    "a job fills 1 to %d columns, not %d".formatted(MAX_COLUMNS, columns.size()));
        }
    }

    /** One whose answers are wanted piece by piece. */
    public JobPlan(List<PlannedColumn> columns, Map<String, String> parameters) {
        this(columns, parameters, true);
    }

    public boolean streams() {
        return stream == null || stream;
    }
}

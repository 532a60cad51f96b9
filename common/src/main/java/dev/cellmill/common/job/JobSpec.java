package dev.cellmill.common.job;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.id.SheetId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A job as its author wrote it, read and checked by itself, not yet against a sheet and the providers.
 *
 * @param sheet null where the sheet is given beside it
 * @param concurrency cells in flight at most, over the whole cluster; null for what the providers allow
 * @param timeout of one attempt, null for the provider's
 * @param webhook null where nobody is told
 */
public record JobSpec(
        @Nullable String name,
        Map<String, String> labels,
        @Nullable SheetId sheet,
        Map<String, String> parameters,
        List<ColumnSpec> columns,
        Set<CellChoice> cells,
        RowRange rows,
        @Nullable Integer concurrency,
        Priority priority,
        @Nullable Duration timeout,
        RetrySpec retry,
        RunSpec run,
        @Nullable WebhookSpec webhook) {

    public JobSpec {
        labels = Map.copyOf(labels);
        parameters = Map.copyOf(parameters);
        columns = List.copyOf(columns);
        cells = Set.copyOf(cells);
        requireNonNull(rows, "rows is null");
        requireNonNull(priority, "priority is null");
        requireNonNull(retry, "retry is null");
        requireNonNull(run, "run is null");
    }
}

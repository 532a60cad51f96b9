package dev.cellmill.status.progress;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.state.JobState;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job and its counters, of one moment.
 *
 * @param totalCells rows × columns
 * @param sent dispatches sent
 * @param closed of those, the ones that ended or were given back
 * @param concurrency cells in flight at most, null for what the providers allow
 * @param reserved nano-dollars set aside for what is in flight
 * @param maxCost nano-dollars that it may cost, null for no budget
 * @param samples of the cells that have ended, the newest last
 * @param expected null where no estimate was kept
 * @param columns in the order of the plan
 */
record JobCounters(
        UUID id,
        String name,
        JobState state,
        @Nullable String pauseReason,
        long totalCells,
        long totalRows,
        long sent,
        long closed,
        long completedRows,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Integer concurrency,
        long reserved,
        @Nullable Long maxCost,
        List<Sample> samples,
        Variance.@Nullable Expected expected,
        List<ColumnCounters> columns) {

    JobCounters {
        requireNonNull(id, "id is null");
        requireNonNull(name, "name is null");
        requireNonNull(state, "state is null");
        samples = List.copyOf(samples);
        columns = List.copyOf(columns);
    }

    ColumnCounters sum() {
        return columns.stream().reduce(ColumnCounters.none(""), ColumnCounters::plus);
    }
}

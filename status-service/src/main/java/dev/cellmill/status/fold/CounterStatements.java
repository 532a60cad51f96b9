package dev.cellmill.status.fold;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.state.CellState;
import dev.cellmill.status.fold.BatchChanges.ColumnKey;
import dev.cellmill.status.fold.BatchChanges.JobCounts;
import dev.cellmill.status.fold.BatchChanges.LaneCounts;
import dev.cellmill.status.fold.BatchChanges.LaneKey;
import dev.cellmill.status.fold.BatchChanges.StepKey;
import dev.cellmill.status.fold.ColumnCounts.Counter;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;

/**
 * The statements on the counters. Changes are given in the order of the table's key, so every fold locks the same rows
 * in the same order.
 */
final class CounterStatements {
    private static final String ROWS = """
            INSERT INTO status.row_progress AS p (job_id, tenant, row, running, done, failed, skipped, cancelled)
            SELECT (?::uuid[])[(?::int[])[i]], (?::text[])[(?::int[])[i]], (?::int[])[i], (?::bigint[])[i],
                (?::bigint[])[i], (?::bigint[])[i], (?::bigint[])[i], (?::bigint[])[i]
            FROM generate_series(1, ?) AS i
            ON CONFLICT (job_id, row) DO UPDATE
            SET running = p.running # excluded.running, done = p.done # excluded.done,
                failed = p.failed # excluded.failed, skipped = p.skipped # excluded.skipped,
                cancelled = p.cancelled # excluded.cancelled
            RETURNING new.job_id, new.row,
                coalesce(old.done | old.failed | old.skipped | old.cancelled, 0),
                new.done | new.failed | new.skipped | new.cancelled
            """;

    private static final String COLUMNS = """
            INSERT INTO status.column_progress AS p (
                job_id, col, tenant, confidence_sum, running, done, failed, skipped, cancelled, attempts,
                input_tokens, output_tokens, cost, saved, by_provider, by_memory, by_store, by_coalesced,
                confidence_count)
            SELECT (?::uuid[])[e.job], e.col, (?::text[])[e.job], e.confidence_sum, e.running, e.done, e.failed,
                e.skipped, e.cancelled, e.attempts, e.input_tokens, e.output_tokens, e.cost, e.saved, e.by_provider,
                e.by_memory, e.by_store, e.by_coalesced, e.confidence_count
            FROM unnest(?::int[], ?::smallint[], ?::float8[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                AS e (job, col, confidence_sum, running, done, failed, skipped,
                cancelled, attempts, input_tokens, output_tokens, cost, saved, by_provider,
                by_memory, by_store, by_coalesced, confidence_count)
            ON CONFLICT (job_id, col) DO UPDATE
            SET running = p.running + excluded.running, done = p.done + excluded.done,
                failed = p.failed + excluded.failed, skipped = p.skipped + excluded.skipped,
                cancelled = p.cancelled + excluded.cancelled, attempts = p.attempts + excluded.attempts,
                input_tokens = p.input_tokens + excluded.input_tokens,
                output_tokens = p.output_tokens + excluded.output_tokens, cost = p.cost + excluded.cost,
                saved = p.saved + excluded.saved, by_provider = p.by_provider + excluded.by_provider,
                by_memory = p.by_memory + excluded.by_memory, by_store = p.by_store + excluded.by_store,
                by_coalesced = p.by_coalesced + excluded.by_coalesced,
                confidence_sum = p.confidence_sum + excluded.confidence_sum,
                confidence_count = p.confidence_count + excluded.confidence_count
            """;

    private static final String LANES = """
            INSERT INTO status.lane_progress AS p (job_id, lane, tenant, entered, gone)
            SELECT (?::uuid[])[e.job], e.lane, (?::text[])[e.job], e.entered, e.gone
            FROM unnest(?::int[], ?::text[], ?::bigint[], ?::bigint[]) AS e (job, lane, entered, gone)
            ON CONFLICT (job_id, lane) DO UPDATE
            SET entered = p.entered + excluded.entered, gone = p.gone + excluded.gone
            """;

    private static final String STEPS = """
            INSERT INTO status.step_progress AS p (
                job_id, col, step, tenant, tasks, calls, input_tokens, output_tokens, cost, call_ms)
            SELECT (?::uuid[])[e.job], e.col, e.step, (?::text[])[e.job], e.tasks, e.calls, e.input_tokens,
                e.output_tokens, e.cost, e.call_ms
            FROM unnest(?::int[], ?::smallint[], ?::smallint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                ?::bigint[], ?::bigint[])
                AS e (job, col, step, tasks, calls, input_tokens, output_tokens, cost, call_ms)
            ON CONFLICT (job_id, col, step) DO UPDATE
            SET tasks = p.tasks + excluded.tasks, calls = p.calls + excluded.calls,
                input_tokens = p.input_tokens + excluded.input_tokens,
                output_tokens = p.output_tokens + excluded.output_tokens, cost = p.cost + excluded.cost,
                call_ms = p.call_ms + excluded.call_ms
            """;

    /** Of the samples, 30 are kept; a pace is told from a minute or more. */
    private static final String JOBS = """
            INSERT INTO status.job_progress AS p (
                job_id, tenant, closed, ended, completed_rows, spent, returned, fold, updated_at, sampled_at,
                sampled_ended, spend_day, day_spent)
            SELECT (?::uuid[])[e.job], (?::text[])[e.job], e.closed, e.ended, e.completed_rows, e.spent, e.returned, 1,
                now.at, ARRAY[(extract(epoch FROM now.at) * 1000)::bigint], ARRAY[e.ended],
                CASE WHEN e.spent <> 0 THEN (now.at AT TIME ZONE 'UTC')::date END, e.spent
            FROM unnest(?::int[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                    AS e (job, closed, ended, completed_rows, spent, returned),
                (SELECT clock_timestamp() AS at OFFSET 0) AS now
            ON CONFLICT (job_id) DO UPDATE
            SET closed = p.closed + excluded.closed, ended = p.ended + excluded.ended,
                completed_rows = p.completed_rows + excluded.completed_rows, spent = p.spent + excluded.spent,
                returned = p.returned + excluded.returned, fold = p.fold + 1,
                updated_at = excluded.updated_at,
                spend_day = greatest(p.spend_day, excluded.spend_day),
                day_spent = excluded.day_spent
                    + CASE WHEN p.spend_day < excluded.spend_day THEN 0 ELSE p.day_spent END,
                (sampled_at, sampled_ended) = (
                    SELECT CASE WHEN due THEN (p.sampled_at || excluded.sampled_at)[cardinality(p.sampled_at) - 28:]
                            ELSE p.sampled_at END,
                        CASE WHEN due
                            THEN (p.sampled_ended || (p.ended + excluded.ended))[cardinality(p.sampled_ended) - 28:]
                            ELSE p.sampled_ended END
                    FROM (SELECT excluded.sampled_at[1]
                        >= coalesce(p.sampled_at[cardinality(p.sampled_at)], 0) + 2000 AS due))
            RETURNING new.job_id, new.ended
            """;

    private static final Counter[] COUNTERS = Counter.values();

    private final Connection connection;
    private final SqlArrays arrays;
    private final BatchJobs jobs;

    CounterStatements(Connection connection, BatchJobs jobs) throws SQLException {
        this.connection = connection;
        this.arrays = new SqlArrays(connection);
        this.jobs = jobs;
    }

    /** Columns of a row that have ended, as bits, before and after a change. */
    record RowEnds(long before, long after) {}

    /** @return the ends of each row, in the order of {@code rows} */
    List<RowEnds> addRows(List<RowFlips> rows) throws SQLException {
        List<RowEnds> ends = new ArrayList<>(rows.size());
        try (var statement = connection.prepareStatement(ROWS)) {
            Array job = arrays.ints(rows, row -> jobs.number(row.job()));
            statement.setArray(1, jobs.ids(arrays));
            statement.setArray(2, job);
            statement.setArray(3, jobs.tenants(arrays));
            statement.setArray(4, job);
            statement.setArray(5, arrays.ints(rows, RowFlips::row));
            statement.setArray(6, mask(rows, CellState.RUNNING));
            statement.setArray(7, mask(rows, CellState.DONE));
            statement.setArray(8, mask(rows, CellState.FAILED));
            statement.setArray(9, mask(rows, CellState.SKIPPED));
            statement.setArray(10, mask(rows, CellState.CANCELLED));
            statement.setInt(11, rows.size());
            try (var stored = statement.executeQuery()) {
                while (stored.next()) {
                    RowFlips row = rows.get(ends.size());
                    if (stored.getInt(2) != row.row() || !row.job().value().equals(stored.getObject(1, UUID.class))) {
                        throw new IllegalStateException("rows came back in another order than given");
                    }
                    ends.add(new RowEnds(stored.getLong(3), stored.getLong(4)));
                }
            }
        }
        return ends;
    }

    void addColumns(SortedMap<ColumnKey, ColumnCounts> columns) throws SQLException {
        Collection<ColumnCounts> counts = columns.values();
        try (var statement = prepare(COLUMNS)) {
            statement.setArray(3, arrays.ints(columns.keySet(), key -> jobs.number(key.job())));
            statement.setArray(4, arrays.shorts(columns.keySet(), ColumnKey::column));
            statement.setArray(5, arrays.doubles(counts.stream().mapToDouble(ColumnCounts::confidenceSum).toArray()));
            for (Counter counter : COUNTERS) {
                statement.setArray(6 + counter.ordinal(), arrays.longs(counts, column -> column.get(counter)));
            }
            statement.executeUpdate();
        }
    }

    void addLanes(SortedMap<LaneKey, LaneCounts> lanes) throws SQLException {
        try (var statement = prepare(LANES)) {
            statement.setArray(3, arrays.ints(lanes.keySet(), key -> jobs.number(key.job())));
            statement.setArray(4, arrays.texts(lanes.keySet().stream().map(LaneKey::lane).toArray(String[]::new)));
            statement.setArray(5, arrays.longs(lanes.values(), lane -> lane.entered));
            statement.setArray(6, arrays.longs(lanes.values(), lane -> lane.gone));
            statement.executeUpdate();
        }
    }

    void addSteps(SortedMap<StepKey, StepCounts> steps) throws SQLException {
        Collection<StepCounts> counts = steps.values();
        try (var statement = prepare(STEPS)) {
            statement.setArray(3, arrays.ints(steps.keySet(), key -> jobs.number(key.job())));
            statement.setArray(4, arrays.shorts(steps.keySet(), StepKey::column));
            statement.setArray(5, arrays.shorts(steps.keySet(), StepKey::step));
            statement.setArray(6, arrays.longs(counts, step -> step.tasks));
            statement.setArray(7, arrays.longs(counts, step -> step.calls));
            statement.setArray(8, arrays.longs(counts, step -> step.inputTokens));
            statement.setArray(9, arrays.longs(counts, step -> step.outputTokens));
            statement.setArray(10, arrays.longs(counts, step -> step.cost));
            statement.setArray(11, arrays.longs(counts, step -> step.callMillis));
            statement.executeUpdate();
        }
    }

    /** @return cells ended, by job */
    Map<JobId, Long> addJobs(SortedMap<JobId, JobCounts> changed) throws SQLException {
        Map<JobId, Long> ended = new HashMap<>();
        try (var statement = prepare(JOBS)) {
            statement.setArray(3, arrays.ints(changed.keySet(), jobs::number));
            statement.setArray(4, arrays.longs(changed.values(), job -> job.closed));
            statement.setArray(5, arrays.longs(changed.values(), job -> job.ended));
            statement.setArray(6, arrays.longs(changed.values(), job -> job.completedRows));
            statement.setArray(7, arrays.longs(changed.values(), job -> job.spent));
            statement.setArray(8, arrays.longs(changed.values(), job -> job.returned));
            try (var job = statement.executeQuery()) {
                while (job.next()) {
                    ended.put(new JobId(job.getObject(1, UUID.class)), job.getLong(2));
                }
            }
        }
        return ended;
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setArray(1, jobs.ids(arrays));
        statement.setArray(2, jobs.tenants(arrays));
        return statement;
    }

    private Array mask(List<RowFlips> rows, CellState state) throws SQLException {
        return arrays.longs(rows, row -> row.mask(state));
    }
}

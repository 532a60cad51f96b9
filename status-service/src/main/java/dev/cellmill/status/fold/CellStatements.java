package dev.cellmill.status.fold;

import dev.cellmill.common.id.CellKey;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.message.Usage;
import dev.cellmill.common.state.CellState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on {@code status.cell}. Each takes cells in the order of their keys, and locks them in it. */
final class CellStatements {
    /**
     * As {@link CellArrays#bind} binds it: one function per text and a subscript for everything of fixed width, since
     * each function that PostgreSQL unnests keeps its rows apart and costs as much per cell as a dozen subscripts.
     */
    private static final String GIVEN = """
            SELECT (?::uuid[])[(?::int[])[i]] AS job_id, (?::text[])[(?::int[])[i]] AS tenant, (?::int[])[i] AS row,
                (?::smallint[])[i] AS col, (?::bigint[])[i] AS run, (?::int[])[i] AS dispatch,
                (?::smallint[])[i] AS step, (?::smallint[])[i] AS state, value::jsonb AS value,
                (?::text[])[(?::int[])[i]] AS provider, (?::text[])[(?::int[])[i]] AS model,
                nullif((?::real[])[i], -1) AS confidence, (?::boolean[])[i] AS below_threshold,
                nullif((?::smallint[])[i], -1::smallint) AS served_by,
                nullif((?::uuid[])[i], '00000000-0000-0000-0000-000000000000') AS fingerprint, error::jsonb AS error,
                (?::text[])[(?::int[])[i]] AS skip_reason, (?::int[])[i] AS attempts,
                (?::bigint[])[i] AS input_tokens, (?::bigint[])[i] AS output_tokens, (?::bigint[])[i] AS cost,
                (?::bigint[])[i] AS saved, (?::bigint[])[i] AS latency_ms,
                (?::bigint[])[(?::int[])[i]:(?::int[])[i]] AS accounts, traces::jsonb AS traces,
                history::jsonb AS history, (?::text[])[(?::int[])[i]] AS begun_by,
                nullif((?::bigint[])[i], -1) AS begun_cost, to_timestamp(nullif((?::float8[])[i], -1)) AS started_at,
                to_timestamp(nullif((?::float8[])[i], -1)) AS ended_at
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[]) WITH ORDINALITY
                AS texts (value, error, traces, history, i)
            """;

    /**
     * Almost always all cells are new, so which ones were is told only where some were not: rows that come back are work
     * for the server, the driver and the collector.
     */
    private static final String INSERT = """
            WITH inserted AS (
            INSERT INTO status.cell (
                job_id, tenant, row, col, run, dispatch, step, state, value, provider, model, confidence,
                below_threshold, served_by, fingerprint, error, skip_reason, attempts, input_tokens, output_tokens,
                cost, saved, latency_ms, accounts, traces, history, begun_by, begun_cost, started_at, ended_at)
            """ + GIVEN + """
            ON CONFLICT (job_id, row, col) DO NOTHING
            RETURNING job_id, row, col),
            counted AS (SELECT count(*) AS cells FROM inserted)
            SELECT inserted.job_id, inserted.row, inserted.col, counted.cells
            FROM counted LEFT JOIN inserted ON counted.cells < ?
            """;

    private static final String LOCK = """
            SELECT c.job_id, c.row, c.col, c.run, c.dispatch, c.step, c.state, c.value, c.provider, c.model,
                c.confidence, c.below_threshold, c.served_by, c.fingerprint, c.error, c.skip_reason, c.attempts,
                c.input_tokens, c.output_tokens, c.cost, c.saved, c.latency_ms, c.accounts, c.history, c.started_at,
                c.ended_at, c.begun_by, c.begun_cost
            FROM unnest(?::int[], ?::int[], ?::smallint[]) AS e (job, row, col)
            JOIN status.cell AS c ON c.job_id = (?::uuid[])[e.job] AND c.row = e.row AND c.col = e.col
            ORDER BY c.job_id, c.row, c.col
            FOR UPDATE OF c
            """;

    private static final String UPDATE = """
            UPDATE status.cell AS c
            SET run = e.run, dispatch = e.dispatch, step = e.step, state = e.state, value = e.value,
                provider = e.provider, model = e.model, confidence = e.confidence,
                below_threshold = e.below_threshold, served_by = e.served_by, fingerprint = e.fingerprint,
                error = e.error, skip_reason = e.skip_reason, attempts = e.attempts, input_tokens = e.input_tokens,
                output_tokens = e.output_tokens, cost = e.cost, saved = e.saved, latency_ms = e.latency_ms,
                accounts = e.accounts,
                traces = CASE WHEN e.traces IS NULL THEN c.traces ELSE coalesce(c.traces, '[]') || e.traces END,
                history = e.history, begun_by = e.begun_by, begun_cost = e.begun_cost, started_at = e.started_at,
                ended_at = e.ended_at,
                text_bytes = CASE WHEN c.run = e.run AND c.state = 2 AND e.state = 2 THEN c.text_bytes END
            FROM (
            """ + GIVEN + """
            ) AS e
            WHERE c.job_id = e.job_id AND c.row = e.row AND c.col = e.col
            """;

    private final Connection connection;
    private final SqlArrays arrays;
    private final BatchJobs jobs;

    CellStatements(Connection connection, BatchJobs jobs) throws SQLException {
        this.connection = connection;
        this.arrays = new SqlArrays(connection);
        this.jobs = jobs;
    }

    /** Stores those cells that are not there yet. @return their places in {@code keys} */
    BitSet insert(List<CellKey> keys, List<Merged> cells) throws SQLException {
        var inserted = new BitSet(keys.size());
        try (var statement = connection.prepareStatement(INSERT)) {
            int bound = new CellArrays(jobs, keys, cells).bind(statement, arrays);
            statement.setLong(bound + 1, keys.size());
            try (var row = statement.executeQuery()) {
                row.next();
                long count = row.getLong(4);
                if (count == keys.size()) {
                    inserted.set(0, keys.size());
                    return inserted;
                }
                // Rows come back in the order they were given, less those that were there.
                boolean any = count > 0;
                for (int place = 0; any; any = row.next(), place++) {
                    while (!isAt(row, keys.get(place))) {
                        place++;
                    }
                    inserted.set(place);
                }
            }
        }
        return inserted;
    }

    /** Locks cells that are there. @return them as stored, in the order of {@code keys} */
    List<Cell> lock(List<CellKey> keys) throws SQLException {
        List<Cell> cells = new ArrayList<>(keys.size());
        try (var statement = connection.prepareStatement(LOCK)) {
            statement.setArray(1, arrays.ints(keys, key -> jobs.number(key.job())));
            statement.setArray(2, arrays.ints(keys, CellKey::row));
            statement.setArray(3, arrays.shorts(keys, CellKey::column));
            statement.setArray(4, jobs.ids(arrays));
            try (var stored = statement.executeQuery()) {
                while (stored.next()) {
                    if (!isAt(stored, keys.get(cells.size()))) {
                        throw new IllegalStateException(keys.get(cells.size()) + " is gone; the batch is repeated");
                    }
                    cells.add(cell(stored));
                }
            }
        }
        if (cells.size() < keys.size()) {
            throw new IllegalStateException(keys.get(cells.size()) + " is gone; the batch is repeated");
        }
        return cells;
    }

    void update(List<CellKey> keys, List<Merged> cells) throws SQLException {
        try (var statement = connection.prepareStatement(UPDATE)) {
            new CellArrays(jobs, keys, cells).bind(statement, arrays);
            int updated = statement.executeUpdate();
            if (updated != keys.size()) {
                throw new IllegalStateException(updated + " of " + keys.size() + " locked cells were there to update");
            }
        }
    }

    private static boolean isAt(ResultSet row, CellKey key) throws SQLException {
        return row.getInt(2) == key.row() && row.getInt(3) == key.column()
                && key.job().value().equals(row.getObject(1, UUID.class));
    }

    private static Cell cell(ResultSet row) throws SQLException {
        var outcome = new Outcome(CellState.ofCode(row.getInt(7)), row.getString(8), row.getString(9),
                row.getString(10), row.getObject(11, Float.class), row.getBoolean(12), servedBy(row),
                row.getObject(14, UUID.class), row.getString(15), row.getString(16));
        var totals = new Usage(row.getInt(17), row.getLong(18), row.getLong(19), row.getLong(20), row.getLong(21),
                row.getLong(22));
        return new Cell(new Position(row.getLong(4), row.getInt(5), row.getInt(6)), outcome, totals,
                Accounts.of((Long[]) row.getArray(23).getArray()), PastOutcome.read(row.getString(24)),
                begun(row), instant(row, 25), instant(row, 26));
    }

    private static Cell.@Nullable Begun begun(ResultSet row) throws SQLException {
        String worker = row.getString(27);
        return worker == null ? null : new Cell.Begun(worker, row.getLong(28));
    }

    private static @Nullable ServedBy servedBy(ResultSet row) throws SQLException {
        int code = row.getInt(13);
        return row.wasNull() ? null : ServedBy.ofCode(code);
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}

package dev.cellmill.status.fold;

import dev.cellmill.common.id.CellKey;
import dev.cellmill.common.json.Json;
import dev.cellmill.status.fold.BatchChanges.ReadyCell;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

/** Hands cells to the scheduler. */
final class ReadyStatements {
    private static final String READY = """
            INSERT INTO jobs.ready (job_id, row, col, tenant, lane, run, dispatch, step, best)
            SELECT (?::uuid[])[e.job], e.row, e.col, (?::text[])[e.job], e.lane, e.run, e.dispatch, e.step,
                e.best::jsonb
            FROM unnest(?::int[], ?::int[], ?::smallint[], ?::text[], ?::bigint[], ?::int[], ?::smallint[], ?::text[])
                AS e (job, row, col, lane, run, dispatch, step, best)
            ON CONFLICT DO NOTHING
            """;

    private static final Comparator<ReadyCell> KEY_ORDER = Comparator.comparing(ReadyCell::cell)
            .thenComparingLong(cell -> cell.ready().position().run())
            .thenComparingInt(cell -> cell.ready().position().dispatch());

    private final Connection connection;
    private final SqlArrays arrays;
    private final BatchJobs jobs;

    ReadyStatements(Connection connection, BatchJobs jobs) throws SQLException {
        this.connection = connection;
        this.arrays = new SqlArrays(connection);
        this.jobs = jobs;
    }

    void makeReady(List<ReadyCell> unordered) throws SQLException {
        List<ReadyCell> cells = unordered.stream().sorted(KEY_ORDER).toList();
        List<CellKey> keys = cells.stream().map(ReadyCell::cell).toList();
        List<Merged.Ready> ready = cells.stream().map(ReadyCell::ready).toList();
        try (var statement = connection.prepareStatement(READY)) {
            statement.setArray(1, jobs.ids(arrays));
            statement.setArray(2, jobs.tenants(arrays));
            statement.setArray(3, arrays.ints(keys, key -> jobs.number(key.job())));
            statement.setArray(4, arrays.ints(keys, CellKey::row));
            statement.setArray(5, arrays.shorts(keys, CellKey::column));
            statement.setArray(6, arrays.texts(ready.stream().map(Merged.Ready::lane).toArray(String[]::new)));
            statement.setArray(7, arrays.longs(ready, cell -> cell.position().run()));
            statement.setArray(8, arrays.ints(ready, cell -> cell.position().dispatch()));
            statement.setArray(9, arrays.shorts(ready, cell -> cell.position().step()));
            statement.setArray(10, arrays.texts(ready.stream()
                    .map(cell -> cell.best() == null ? null : Json.MAPPER.writeValueAsString(cell.best()))
                    .toArray(String[]::new)));
            statement.executeUpdate();
        }
    }
}

package dev.cellmill.examples.consumer;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/** The table that is kept up to date. What is written twice, or too late, changes nothing. */
final class CellTable {
    private static final String CREATE = """
            CREATE TABLE IF NOT EXISTS cell_value (
                job uuid, row integer, column_name text, run bigint NOT NULL, dispatch integer NOT NULL, step integer NOT NULL,
                value jsonb, PRIMARY KEY (job, row, column_name))
            """;
    /** Within a run the first end stays, so only a newer run takes its place. */
    private static final String UPSERT = """
            INSERT INTO cell_value AS known (job, row, column_name, run, dispatch, step, value)
            VALUES (?, ?, ?, ?, ?, ?, CAST(? AS jsonb))
            ON CONFLICT (job, row, column_name) DO UPDATE
            SET run = excluded.run, dispatch = excluded.dispatch, step = excluded.step, value = excluded.value
            WHERE known.run < excluded.run
               OR known.run = excluded.run AND (known.dispatch, known.step) > (excluded.dispatch, excluded.step)
            """;

    private CellTable() {}

    static void create(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
    }

    /** All or none. */
    static void put(Connection connection, List<CellChange> changes) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.prepareStatement(UPSERT)) {
            for (CellChange change : changes) {
                statement.setObject(1, change.job());
                statement.setInt(2, change.row());
                statement.setString(3, change.column());
                statement.setLong(4, change.run());
                statement.setInt(5, change.dispatch());
                statement.setInt(6, change.step());
                statement.setObject(7, change.value(), Types.VARCHAR);
                statement.addBatch();
            }
            statement.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            try {
                connection.rollback();
            } catch (SQLException lost) {
                e.addSuppressed(lost);
            }
            throw e;
        }
    }
}

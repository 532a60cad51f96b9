package dev.cellmill.status.output;

import dev.cellmill.common.message.OutputChunk;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/**
 * Stores chunks, once each. Of a cell that is done the answer's are passed over: either all that its end names are here,
 * or nobody needs them. Thread-safe.
 */
@Component
public class StoreChunks {
    private static final Comparator<OutputChunk> KEY_ORDER = Comparator.comparing(chunk -> chunk.cell().key());

    /** Against the fold, which ends a cell and drops its chunks in one transaction; in the order in which it locks. */
    private static final String LOCK = """
            SELECT FROM status.cell AS c
            JOIN (SELECT DISTINCT job_id, row, col FROM unnest(?::uuid[], ?::int[], ?::int[]) AS u (job_id, row, col)) AS u
                USING (job_id, row, col)
            ORDER BY c.job_id, c.row, c.col
            FOR SHARE OF c
            """;

    private static final String INSERT = """
            INSERT INTO status.cell_output_chunk (job_id, row, col, stream, run, dispatch, step, attempt, start, length,
                content, progress, at, tenant)
            SELECT u.job_id, u.row, u.col, u.stream, u.run, u.dispatch, u.step, u.attempt, u.start, u.length,
                convert_to(u.content, 'UTF8'),
                u.progress, u.at, j.tenant
            FROM unnest(?::uuid[], ?::int[], ?::int[], ?::int[], ?::bigint[], ?::int[], ?::int[], ?::bigint[],
                ?::bigint[], ?::int[], ?::text[], ?::text[], ?::timestamptz[])
                AS u (job_id, row, col, stream, run, dispatch, step, attempt, start, length, content, progress, at)
            JOIN jobs.job AS j ON j.id = u.job_id
            WHERE u.stream <> 0 OR NOT EXISTS (
                SELECT FROM status.cell AS c
                WHERE c.job_id = u.job_id AND c.row = u.row AND c.col = u.col AND c.run >= u.run
                  AND c.state = 2)
            ON CONFLICT DO NOTHING
            """;

    private final DataSource database;

    public StoreChunks(DataSource database) {
        this.database = database;
    }

    /** @throws SQLException if none was stored */
    public void store(List<OutputChunk> chunks) throws SQLException {
        List<OutputChunk> sorted = chunks.stream().sorted(KEY_ORDER).toList();
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
                bindKeys(lock, connection, sorted);
                lock.executeQuery().close();
            }
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                bindKeys(insert, connection, sorted);
                bind(insert, connection, sorted);
                insert.executeUpdate();
            }
            connection.commit();
        }
    }

    private static void bindKeys(PreparedStatement statement, Connection connection, List<OutputChunk> chunks)
            throws SQLException {
        array(statement, connection, 1, "uuid", chunks, chunk -> chunk.cell().job().value());
        array(statement, connection, 2, "int4", chunks, chunk -> chunk.cell().row());
        array(statement, connection, 3, "int4", chunks, chunk -> chunk.cell().column());
    }

    private static void bind(PreparedStatement statement, Connection connection, List<OutputChunk> chunks)
            throws SQLException {
        array(statement, connection, 4, "int4", chunks, chunk -> chunk.stream().ordinal());
        array(statement, connection, 5, "int8", chunks, chunk -> chunk.position().run());
        array(statement, connection, 6, "int4", chunks, chunk -> chunk.position().dispatch());
        array(statement, connection, 7, "int4", chunks, chunk -> chunk.position().step());
        array(statement, connection, 8, "int8", chunks, OutputChunk::attempt);
        array(statement, connection, 9, "int8", chunks, OutputChunk::offset);
        array(statement, connection, 10, "int4", chunks, chunk -> chunk.text().length());
        array(statement, connection, 11, "text", chunks, OutputChunk::text);
        array(statement, connection, 12, "text", chunks, OutputChunk::progress);
        array(statement, connection, 13, "timestamptz", chunks, chunk -> Timestamp.from(chunk.at()));
    }

    private static void array(PreparedStatement statement, Connection connection, int place, String type,
            List<OutputChunk> chunks, Function<OutputChunk, Object> value) throws SQLException {
        statement.setArray(place, connection.createArrayOf(type, chunks.stream().map(value).toArray()));
    }
}

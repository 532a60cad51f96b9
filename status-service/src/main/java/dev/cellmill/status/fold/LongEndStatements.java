package dev.cellmill.status.fold;

import dev.cellmill.common.id.CellKey;
import dev.cellmill.common.message.CellAccount;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.Messages;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.WrittenText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The statements on ends whose values are texts of the output topic, and on those texts. */
final class LongEndStatements {
    private static final String HOLD = """
            INSERT INTO status.waiting_end (job_id, row, col, run, dispatch, step, event, text_job, text_row, text_col,
                text_run, text_dispatch, text_step, text_attempt, text_length)
            SELECT e.job_id, e.row, e.col, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?
            FROM (VALUES (?::uuid, ?::int, ?::smallint, ?::bigint)) AS e (job_id, row, col, account)
            JOIN jobs.job AS j ON j.id = e.job_id
            WHERE NOT EXISTS (
                SELECT FROM status.cell AS c
                WHERE c.job_id = e.job_id AND c.row = e.row AND c.col = e.col AND e.account = ANY(c.accounts))
            ON CONFLICT DO NOTHING
            """;

    /**
     * Those whose text is here; those whose cell has ended otherwise, of which only the account is open; and those that nobody
     * can wait for any longer: the topic has forgotten what they name, or the job for which it was written is deleted. A text
     * is added up only once its last chunk is here.
     */
    private static final String TAKE = """
            SELECT w.event::text, text.length >= w.text_length AS is_here
            FROM status.waiting_end AS w
            CROSS JOIN LATERAL (
                SELECT CASE WHEN last.reaches >= w.text_length THEN (
                    SELECT sum(c.length) FROM status.cell_output_chunk AS c
                    WHERE %1$s) ELSE 0 END AS length
                FROM (SELECT max(c.start + c.length) AS reaches FROM (
                    SELECT c.start, c.length FROM status.cell_output_chunk AS c
                    WHERE %1$s
                    ORDER BY c.start DESC LIMIT 1) AS c) AS last
            ) AS text
            WHERE text.length >= w.text_length OR w.came_at < now() - interval '7 days'
               OR NOT EXISTS (SELECT FROM jobs.job AS j WHERE j.id = w.text_job)
               OR EXISTS (
                   SELECT FROM status.cell AS c
                   WHERE c.job_id = w.job_id AND c.row = w.row AND c.col = w.col
                     AND (c.run > w.run OR c.run = w.run AND c.state IN (2, 3, 4, 5)))
            ORDER BY w.job_id, w.row, w.col
            LIMIT ?
            FOR UPDATE OF w SKIP LOCKED
            """.formatted("""
            c.job_id = w.text_job AND c.row = w.text_row AND c.col = w.text_col AND c.stream = 0
            AND c.run = w.text_run AND c.dispatch = w.text_dispatch AND c.step = w.text_step
            AND c.attempt = w.text_attempt""");

    private static final String HEAD = """
            SELECT content FROM status.cell_output_chunk
            WHERE job_id = ? AND row = ? AND col = ? AND stream = 0 AND run = ? AND dispatch = ? AND step = ?
              AND attempt = ? AND start < ?
            ORDER BY start
            """;

    private static final String RELEASE = """
            DELETE FROM status.waiting_end WHERE job_id = ? AND row = ? AND col = ? AND run = ? AND dispatch = ? AND step = ?
            """;

    /** Not of a newer run, nor of a cell that holds only the beginning of its value. */
    private static final String DROP = """
            DELETE FROM status.cell_output_chunk AS o
            USING unnest(?::uuid[], ?::int[], ?::smallint[], ?::bigint[]) AS e (job_id, row, col, run)
            WHERE o.job_id = e.job_id AND o.row = e.row AND o.col = e.col AND o.stream = 0 AND o.run <= e.run
              AND NOT EXISTS (
                SELECT FROM status.cell AS c
                WHERE c.job_id = o.job_id AND c.row = o.row AND c.col = o.col AND c.text_bytes IS NOT NULL)
            """;

    private static final String DROP_OTHERS = """
            DELETE FROM status.cell_output_chunk
            WHERE job_id = ? AND row = ? AND col = ? AND stream = 0 AND run <= ?
              AND NOT (run = ? AND dispatch = ? AND step = ? AND attempt = ?)
            """;

    private static final String COPY = """
            INSERT INTO status.cell_output_chunk (job_id, row, col, stream, run, dispatch, step, attempt, start, length,
                content, progress, at, tenant)
            SELECT j.id, ?, ?, 0, ?, ?, ?, c.attempt, c.start, c.length, c.content, c.progress, c.at, j.tenant
            FROM status.cell_output_chunk AS c
            JOIN jobs.job AS j ON j.id = ?
            WHERE c.job_id = ? AND c.row = ? AND c.col = ? AND c.stream = 0 AND c.run = ? AND c.dispatch = ?
              AND c.step = ? AND c.attempt = ?
            ON CONFLICT DO NOTHING
            """;

    private static final String ANY = "SELECT EXISTS (SELECT FROM status.waiting_end)";

    private static final String MARK = """
            UPDATE status.cell SET text_bytes = ?
            WHERE job_id = ? AND row = ? AND col = ? AND run = ? AND state = 2 AND dispatch = ?
              AND abs(extract(epoch FROM ended_at - ?::timestamptz)) < 0.001
            """;

    private final Connection connection;

    LongEndStatements(Connection connection) {
        this.connection = connection;
    }

    /** An end that waits. @param isHere whether all of its text is; if not, it never will be */
    record Waiting(CellEvent.Done end, boolean isHere) {}

    /** Those that were folded before are passed over, as their texts may be gone, and those of deleted jobs. */
    void hold(List<CellEvent.Done> ends) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HOLD)) {
            for (CellEvent.Done end : ends) {
                WrittenText text = end.answer().written();
                int next = bind(statement, 1, end.position());
                statement.setString(next, new String(Messages.write(end), StandardCharsets.UTF_8));
                next = bind(statement, next + 1, text);
                statement.setLong(next, text.length());
                next = bind(statement, next + 1, end.cell().key());
                statement.setLong(next, CellAccount.closed(end.position()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    List<Waiting> take(int most) throws SQLException {
        List<Waiting> taken = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
            statement.setInt(1, most);
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    var event = Messages.readEvent(row.getString(1).getBytes(StandardCharsets.UTF_8));
                    taken.add(new Waiting((CellEvent.Done) event, row.getBoolean(2)));
                }
            }
        }
        return taken;
    }

    void release(CellEvent.Done end) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RELEASE)) {
            bind(statement, bind(statement, 1, end.cell().key()), end.position());
            statement.executeUpdate();
        }
    }

    /** The beginning of a text: the chunks that together are no longer than this, in UTF-8. */
    String head(WrittenText text, long most) throws SQLException {
        var bytes = new ByteArrayOutputStream();
        try (PreparedStatement statement = connection.prepareStatement(HEAD)) {
            // a character has a byte at least
            statement.setLong(bind(statement, 1, text), most);
            try (var chunk = statement.executeQuery()) {
                boolean fits = true;
                while (fits && chunk.next()) {
                    byte[] content = chunk.getBytes(1);
                    fits = bytes.size() + content.length <= most;
                    if (fits) {
                        bytes.writeBytes(content);
                    }
                }
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** What was written of answers that are in their cells. */
    void drop(List<CellEvent> ends) throws SQLException {
        if (ends.isEmpty()) {
            return;
        }
        var arrays = new SqlArrays(connection);
        try (PreparedStatement statement = connection.prepareStatement(DROP)) {
            statement.setArray(1,
                    arrays.uuids(ends.stream().map(end -> end.cell().job().value()).toArray(UUID[]::new)));
            statement.setArray(2, arrays.ints(ends, end -> end.cell().row()));
            statement.setArray(3, arrays.shorts(ends, end -> end.cell().column()));
            statement.setArray(4, arrays.longs(ends, end -> end.position().run()));
            statement.executeUpdate();
        }
    }

    boolean any() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ANY); var row = statement.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** The text of another cell, which made the call for both. */
    void copy(CellEvent.Done end, WrittenText text) throws SQLException {
        CellKey cell = end.cell().key();
        if (cell.equals(text.cell())) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(COPY)) {
            statement.setInt(1, cell.row());
            statement.setInt(2, cell.column());
            int next = bind(statement, 3, text.position());
            statement.setObject(next, cell.job().value());
            bind(statement, next + 1, text);
            statement.executeUpdate();
        }
    }

    /** The cell keeps this text, and no other; unless another end came before. */
    void keep(CellEvent.Done end, WrittenText text) throws SQLException {
        if (!mark(end, text)) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(DROP_OTHERS)) {
            int next = bind(statement, 1, end.cell().key());
            statement.setLong(next, end.position().run());
            next = bind(statement, next + 1, text.position());
            statement.setLong(next, text.attempt());
            statement.executeUpdate();
        }
    }

    /** @return whether this is the end that the cell shows: another of the same dispatch came at another time */
    private boolean mark(CellEvent.Done end, WrittenText text) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MARK)) {
            statement.setLong(1, text.bytes());
            int next = bind(statement, 2, end.cell().key());
            statement.setLong(next, end.position().run());
            statement.setInt(next + 1, end.position().dispatch());
            statement.setObject(next + 2, end.at().atOffset(ZoneOffset.UTC));
            return statement.executeUpdate() == 1;
        }
    }

    private static int bind(PreparedStatement statement, int from, WrittenText text) throws SQLException {
        int next = bind(statement, bind(statement, from, text.cell()), text.position());
        statement.setLong(next, text.attempt());
        return next + 1;
    }

    private static int bind(PreparedStatement statement, int from, CellKey cell) throws SQLException {
        statement.setObject(from, cell.job().value());
        statement.setInt(from + 1, cell.row());
        statement.setInt(from + 2, cell.column());
        return from + 3;
    }

    private static int bind(PreparedStatement statement, int from, Position position) throws SQLException {
        statement.setLong(from, position.run());
        statement.setInt(from + 1, position.dispatch());
        statement.setInt(from + 2, position.step());
        return from + 3;
    }
}

package dev.cellmill.status.cell;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.OutputChunk;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.state.CellState;
import dev.cellmill.status.sheet.CellEdits;
import dev.cellmill.status.sheet.CellView;
import dev.cellmill.status.sheet.ShownSheet;
import dev.cellmill.status.sheet.ShownSheets;
import dev.cellmill.status.sheet.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads the text of one cell, as long as it may be: what is held in memory are a few chunks. */
@Component
class ReadOutput {
    private static final int FETCH = 32;
    private static final long MOST_TAIL_BYTES = 4 * 1024 * 1024;

    /** What the sheet shows comes first, as in {@link dev.cellmill.status.sheet.ShownCells}. */
    private static final String CELL = """
            SELECT c.job_id, c.col, c.state, c.value::text AS value, c.text_bytes
            FROM unnest(:jobs::uuid[], :columns::smallint[]) AS source (job_id, col)
            JOIN status.cell c ON c.job_id = source.job_id AND c.row = :row AND c.col = source.col
            WHERE c.tenant = :tenant
            ORDER BY (c.state = 2) DESC, c.run DESC
            LIMIT 1
            """;

    /** Of the newest attempt, in the order asked for. */
    private static final String CHUNKS = """
            SELECT c.start, c.length, c.content
            FROM status.cell_output_chunk AS c
            JOIN (
                SELECT run, dispatch, step, attempt FROM status.cell_output_chunk
                WHERE job_id = ? AND row = ? AND col = ? AND stream = ?
                ORDER BY run DESC, dispatch DESC, step DESC, attempt DESC
                LIMIT 1
            ) AS newest USING (run, dispatch, step, attempt)
            WHERE c.job_id = ? AND c.row = ? AND c.col = ? AND c.stream = ?
            ORDER BY c.start %s
            """;

    private final JdbcClient database;
    private final DataSource connections;
    private final ShownSheets sheets;
    private final CellEdits edits;

    ReadOutput(JdbcClient database, DataSource connections, ShownSheets sheets, CellEdits edits) {
        this.database = database;
        this.connections = connections;
        this.sheets = sheets;
        this.edits = edits;
    }

    /** @throws ProblemException not-found, also where no job fills the column in this row */
    TextPlace find(TenantId tenant, UUID sheet, int row, String column, boolean log) {
        List<Source> sources = sheets.find(tenant, sheet, List.of(column)).map(ShownSheet::sources).orElse(List.of())
                .stream().filter(source -> source.touches(row, row + 1)).toList();
        if (row < 0 || sources.isEmpty()) {
            throw new ProblemException(Problem.notFound());
        }
        Optional<CellView> person = log ? Optional.empty() : edits.find(tenant, sheet, row, column);
        if (person.isPresent()) {
            return new TextPlace.Inline(text(person.get().value()));
        }
        return database.sql(CELL)
                .param("jobs", sources.stream().map(Source::job).toArray(UUID[]::new))
                .param("columns", sources.stream().map(source -> (short) source.column()).toArray(Short[]::new))
                .param("row", row).param("tenant", tenant.value())
                .query((cell, number) -> {
                    boolean isInline = cell.getInt("state") == CellState.DONE.code()
                            && cell.getObject("text_bytes") == null && !log;
                    OutputChunk.Stream stream = log ? OutputChunk.Stream.LOG : OutputChunk.Stream.ANSWER;
                    return isInline
                            ? new TextPlace.Inline(text(cell.getString("value")))
                            : (TextPlace) new TextPlace.InChunks(cell.getObject("job_id", UUID.class), row,
                                    cell.getInt("col"), stream.ordinal());
                }).optional().orElseGet(() -> new TextPlace.Inline(""));
    }

    private static String text(@Nullable String json) {
        if (json == null) {
            return "";
        }
        JsonNode value = Json.MAPPER.readTree(json);
        return value.isString() ? value.stringValue() : json;
    }

    /** @param tail lines, null for all */
    void write(TextPlace text, @Nullable Integer tail, OutputStream out) throws IOException, SQLException {
        switch (text) {
            case TextPlace.Inline inline -> {
                byte[] bytes = inline.text().getBytes(StandardCharsets.UTF_8);
                int from = tail == null ? 0 : LineTail.start(bytes, tail);
                out.write(bytes, from, bytes.length - from);
            }
            case TextPlace.InChunks chunks when tail == null -> writeAll(chunks, out);
            case TextPlace.InChunks chunks -> writeTail(chunks, tail, out);
        }
    }

    private void writeAll(TextPlace.InChunks text, OutputStream out) throws IOException, SQLException {
        try (Connection connection = connections.getConnection()) {
            // so that the driver fetches in parts
            connection.setAutoCommit(false);
            try (PreparedStatement statement = prepare(connection, "", text); var chunk = statement.executeQuery()) {
                long expected = 0;
                while (chunk.next() && chunk.getLong(1) == expected) {
                    out.write(chunk.getBytes(3));
                    expected += chunk.getInt(2);
                }
            }
        }
    }

    private void writeTail(TextPlace.InChunks text, int lines, OutputStream out) throws IOException, SQLException {
        Deque<byte[]> last = new ArrayDeque<>();
        var tail = new LineTail(lines);
        try (Connection connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = prepare(connection, "DESC", text);
                    var chunk = statement.executeQuery()) {
                while (chunk.next() && !tail.isFull() && tail.bytes() < MOST_TAIL_BYTES) {
                    byte[] content = chunk.getBytes(3);
                    last.addFirst(content);
                    tail.addBefore(content);
                }
            }
        }
        int skip = tail.skip();
        for (byte[] content : last) {
            out.write(content, skip, content.length - skip);
            skip = 0;
        }
    }

    private static PreparedStatement prepare(Connection connection, String order, TextPlace.InChunks text)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(CHUNKS.formatted(order));
        statement.setFetchSize(FETCH);
        for (int from : new int[]{1, 5}) {
            statement.setObject(from, text.job());
            statement.setInt(from + 1, text.row());
            statement.setInt(from + 2, text.column());
            statement.setInt(from + 3, text.stream());
        }
        return statement;
    }
}

package dev.cellmill.status.cell;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.OutputChunk;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.state.CellState;
import dev.cellmill.status.sheet.CellColumns;
import dev.cellmill.status.sheet.CellEdits;
import dev.cellmill.status.sheet.CellView;
import dev.cellmill.status.sheet.ShownSheet;
import dev.cellmill.status.sheet.ShownSheets;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads the text of one cell, as long as it may be: what is held in memory are a few chunks. */
@Component
class ReadOutput {
    private static final long MOST_TAIL_BYTES = 4 * 1024 * 1024;

    /** What the sheet shows comes first, as in {@link dev.cellmill.status.sheet.ShownCells}. */
    private static final String CELL = """
            SELECT c.job_id, c.col, c.state, c.value::text AS value, c.text_bytes
            FROM unnest(:jobs::uuid[], :columns::smallint[], :own::boolean[]) AS source (job_id, col, is_own)
            JOIN status.cell c ON c.job_id = source.job_id AND c.row = :row AND c.col = source.col
            WHERE c.tenant = :tenant
            ORDER BY %s
            LIMIT 1
            """.formatted(CellColumns.ORDER);

    private static final String NEWEST = """
            SELECT run, dispatch, step, attempt FROM status.cell_output_chunk
            WHERE job_id = :job AND row = :row AND col = :col AND stream = :stream
            ORDER BY run DESC, dispatch DESC, step DESC, attempt DESC
            LIMIT 1
            """;

    private static final String PAGE = """
            SELECT start, length, content FROM status.cell_output_chunk
            WHERE job_id = :job AND row = :row AND col = :col AND stream = :stream AND run = :run
              AND dispatch = :dispatch AND step = :step AND attempt = :attempt AND start %s :start
            ORDER BY start %s
            LIMIT 32
            """;
    private static final String ON = PAGE.formatted(">=", "");
    private static final String BACK = PAGE.formatted("<", "DESC");

    private final JdbcClient database;
    private final ShownSheets sheets;
    private final CellEdits edits;

    ReadOutput(JdbcClient database, ShownSheets sheets, CellEdits edits) {
        this.database = database;
        this.sheets = sheets;
        this.edits = edits;
    }

    /** @throws ProblemException not-found, also where no job fills the column in this row; a job that does not */
    TextPlace find(TenantId tenant, UUID sheet, int row, String column, @Nullable UUID job, boolean log) {
        CellSources sources = CellSources.of(
                sheets.find(tenant, sheet, List.of(column)).map(ShownSheet::sources).orElse(List.of()), row, job);
        Optional<CellView> person = log ? Optional.empty() : edits.find(tenant, sheet, row, column);
        if (person.isPresent()) {
            return new TextPlace.Inline(text(person.get().value()));
        }
        return database.sql(CELL)
                .param("jobs", sources.jobs()).param("columns", sources.columns()).param("own", sources.own())
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
    void write(TextPlace text, @Nullable Integer tail, OutputStream out) throws IOException {
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

    /** Each page is a statement of its own: a slow reader holds neither a connection nor a snapshot. */
    private void writeAll(TextPlace.InChunks text, OutputStream out) throws IOException {
        Map<String, Object> attempt = newest(text);
        long expected = 0;
        List<Chunk> page = attempt.isEmpty() ? List.of() : page(ON, attempt, 0);
        while (!page.isEmpty()) {
            for (Chunk chunk : page) {
                if (chunk.start() != expected) {
                    return;
                }
                out.write(chunk.content());
                expected += chunk.length();
            }
            page = page(ON, attempt, expected);
        }
    }

    private void writeTail(TextPlace.InChunks text, int lines, OutputStream out) throws IOException {
        Deque<byte[]> last = new ArrayDeque<>();
        var tail = new LineTail(lines);
        Map<String, Object> attempt = newest(text);
        List<Chunk> page = attempt.isEmpty() ? List.of() : page(BACK, attempt, Long.MAX_VALUE);
        while (!page.isEmpty() && !tail.isFull() && tail.bytes() < MOST_TAIL_BYTES) {
            for (Chunk chunk : page) {
                if (!tail.isFull()) {
                    last.addFirst(chunk.content());
                    tail.addBefore(chunk.content());
                }
            }
            page = page(BACK, attempt, page.getLast().start());
        }
        int skip = tail.skip();
        for (byte[] content : last) {
            out.write(content, skip, content.length - skip);
            skip = 0;
        }
    }

    /** The parameters of a page of its chunks; empty if there are none. */
    private Map<String, Object> newest(TextPlace.InChunks text) {
        return database.sql(NEWEST).param("job", text.job()).param("row", text.row()).param("col", text.column())
                .param("stream", text.stream())
                .query((row, number) -> Map.<String, Object>of("job", text.job(), "row", text.row(), "col",
                        text.column(), "stream", text.stream(), "run", row.getLong("run"), "dispatch",
                        row.getInt("dispatch"), "step", row.getInt("step"), "attempt", row.getLong("attempt")))
                .optional().orElse(Map.of());
    }

    private record Chunk(long start, int length, byte[] content) {}

    private List<Chunk> page(String query, Map<String, Object> attempt, long start) {
        return database.sql(query).params(attempt).param("start", start)
                .query((row, number) -> new Chunk(row.getLong(1), row.getInt(2), row.getBytes(3))).list();
    }
}

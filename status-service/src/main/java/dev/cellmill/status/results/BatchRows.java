package dev.cellmill.status.results;

import dev.cellmill.common.batch.BatchLine;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.json.OneLine;
import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.state.CellState;
import dev.cellmill.common.template.CellText;
import dev.cellmill.status.sheet.CellView;
import dev.cellmill.status.sheet.RawJson;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The cells that language models fill as OpenAI's batches give them out: a line for each that is done or has failed, by row and
 * column. A value stands in a chat completion, but for the whole answers of columns that name an endpoint.
 */
final class BatchRows implements RowWriter {
    private static final int BUFFER = 32 * 1024;
    /** Where requests were given with names of their own. */
    private static final String CUSTOM_ID = "custom_id";

    private final List<PlannedColumn> columns;
    private final List<String> places;
    private final int ownNames;
    private final @Nullable String batch;
    private final Replies.Reader replies;
    private final Writer characters;

    /** @param replies to requests that have failed */
    BatchRows(ResultTable table, OutputStream bytes, Replies.Reader replies) {
        this.batch = table.batch();
        this.replies = replies;
        this.columns = table.columns();
        this.places = table.sheet().columns();
        this.ownNames = table.sheet().inputs().indexOf(CUSTOM_ID);
        this.characters = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), BUFFER);
    }

    @Override
    public void begin() {}

    @Override
    public void write(ResultRow row) throws IOException {
        for (PlannedColumn column : columns) {
            int place = places.indexOf(column.name());
            CellView cell = place < 0 ? null : row.cells()[place];
            boolean isModels = column.steps().stream().anyMatch(step -> step.family() == ProviderFamily.LLM);
            if (isModels && cell != null && (cell.state() == CellState.DONE || cell.state() == CellState.FAILED)) {
                characters.write(line(row, column, cell));
            }
        }
    }

    private String line(ResultRow row, PlannedColumn column, CellView cell) {
        boolean isDone = cell.state() == CellState.DONE;
        String name = "row-%d/%s".formatted(row.row(), column.name());
        boolean isWhole = step(column, cell).endpoint() != null;
        String customId = isWhole ? ownName(row) : null;
        if (isWhole && batch != null && customId != null) {
            return ofBatch(new BatchLine(batch, row.row(), customId), row, column, cell) + "\n";
        }
        return "{\"id\":%s,\"custom_id\":%s,\"response\":%s,\"error\":%s}\n".formatted(text("batch_req_" + name),
                customId == null ? text(name) : customId,
                isDone ? response(name, isWhole ? whole(cell) : completion(name, cell)) : null,
                isDone ? null : cell.error());
    }

    /** As it stands in the batch's own files. */
    private String ofBatch(BatchLine line, ResultRow row, PlannedColumn column, CellView cell) {
        if (cell.state() == CellState.DONE) {
            return line.answered(whole(cell));
        }
        JsonNode error = Json.MAPPER.readTree(cell.error() == null ? "{}" : cell.error());
        Replies.Reply reply = replies.of(row.row(), column.index());
        return line.failed(error.path("code").asString(""), error.path("message").asString(""),
                reply == null ? null : Integer.valueOf(reply.status()), reply == null ? null : reply.received());
    }

    /** The one that the cell has come to; a person's value counts as the first's. */
    private static PlannedStep step(PlannedColumn column, CellView cell) {
        return column.steps().get(Math.clamp(cell.step(), 0, column.steps().size() - 1));
    }

    private @Nullable String ownName(ResultRow row) {
        List<String> given = RawJson.elements(row.input());
        String name = ownNames < 0 || ownNames >= given.size() ? null : given.get(ownNames);
        return name != null && name.startsWith("\"") ? name : null;
    }

    private static String response(String name, String body) {
        return "{\"status_code\":200,\"request_id\":%s,\"body\":%s}".formatted(text("req_" + name), body);
    }

    /** An answer as its server gave it; a person may have put anything there. */
    private static String whole(CellView cell) {
        String answer = value(cell);
        try {
            return Json.MAPPER.readTree(answer).isObject() ? OneLine.of(answer) : text(answer);
        } catch (JacksonException e) {
            return text(answer);
        }
    }

    private static String completion(String name, CellView cell) {
        ObjectNode body = JsonNodeFactory.instance.objectNode()
                .put("id", "chatcmpl-" + name)
                .put("object", "chat.completion")
                .put("created", cell.endedAt() == null ? 0 : cell.endedAt().getEpochSecond())
                .put("model", cell.model());
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        choice.putObject("message").put("role", "assistant").put("content", value(cell));
        choice.put("finish_reason", "stop");
        body.putObject("usage").put("prompt_tokens", cell.inputTokens()).put("completion_tokens", cell.outputTokens())
                .put("total_tokens", cell.inputTokens() + cell.outputTokens());
        return body.toString();
    }

    private static String value(CellView cell) {
        return cell.value() == null ? "" : CellText.of(Json.MAPPER.readTree(cell.value()));
    }

    private static String text(String text) {
        return Json.MAPPER.writeValueAsString(text);
    }

    @Override
    public void finish() throws IOException {
        characters.flush();
    }
}

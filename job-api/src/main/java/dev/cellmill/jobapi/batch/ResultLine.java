package dev.cellmill.jobapi.batch;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.json.OneLine;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The lines of a batch's output and error files. The same request has the same line whenever it is written. Pure. */
final class ResultLine {
    private static final int OK = 200;

    private final BatchId batch;
    private final Rest rest;

    /** Why requests that never came to an end did not. */
    enum Rest {
        CANCELLED("batch_cancelled", "This request was not executed because the batch was cancelled."), EXPIRED(
                "batch_expired", "This request could not be executed before the completion window expired."), LEFT(
                        "not_executed", "This request was not executed: its job ended before.");

        private final String code;
        private final String message;

        Rest(String code, String message) {
            this.code = code;
            this.message = message;
        }
    }

    ResultLine(BatchId batch, Rest rest) {
        this.batch = batch;
        this.rest = rest;
    }

    /** @param isError whether it belongs in the error file */
    record Line(boolean isError, String text) {}

    Line of(BatchCells.Cell cell) {
        return switch (cell.outcome()) {
            case BatchCells.Outcome.Answered(String body) -> new Line(false,
                    line(cell, response(cell, OK, OneLine.of(body)), null));
            case BatchCells.Outcome.Failed(String code, String message, Integer status, String received) -> {
                String response = status == null
                        ? null
                        : response(cell, status, isObject(received) ? OneLine.of(received) : error(message));
                yield new Line(true, line(cell, response, response == null ? reason(code, message) : null));
            }
            case BatchCells.Outcome.Unfinished _ -> new Line(true,
                    line(cell, null, reason(rest.code, rest.message)));
        };
    }

    private String line(BatchCells.Cell cell, @Nullable String response, @Nullable String error) {
        return "{\"id\":\"batch_req_%s\",\"custom_id\":%s,\"response\":%s,\"error\":%s}".formatted(name("line", cell),
                Json.MAPPER.writeValueAsString(cell.customId()), response, error);
    }

    private String response(BatchCells.Cell cell, int status, String body) {
        return "{\"status_code\":%d,\"request_id\":\"req_%s\",\"body\":%s}".formatted(status, name("request", cell),
                body);
    }

    private static String reason(String code, String message) {
        return JsonNodeFactory.instance.objectNode().put("code", code).put("message", message).toString();
    }

    private static String error(String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("message", message).putNull("type").putNull("param").putNull("code");
        return body.toString();
    }

    private static boolean isObject(@Nullable String received) {
        try {
            return received != null && Json.MAPPER.readTree(received).isObject();
        } catch (JacksonException e) {
            return false;
        }
    }

    private String name(String kind, BatchCells.Cell cell) {
        return UUID.nameUUIDFromBytes("%s %s %d".formatted(kind, batch, cell.row()).getBytes(StandardCharsets.UTF_8))
                .toString().replace("-", "");
    }
}

package dev.cellmill.common.batch;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.json.OneLine;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What came of one request of a batch. The same request has the same line wherever and whenever it is written. Pure.
 *
 * @param batch the id that the batch is known by
 * @param row of its file, from 0
 * @param customId as JSON
 */
public record BatchLine(String batch, int row, String customId) {
    /** The label of a batch's job that holds the batch's id. */
    public static final String LABEL = "batch";

    private static final int OK = 200;

    /** @param body of the answer, as JSON */
    public String answered(String body) {
        return line(response(OK, OneLine.of(body)), null);
    }

    /**
     * One that has failed.
     *
     * @param status that the provider's server answered with; null if it did not
     * @param received what it answered, its beginning if that was long
     */
    public String failed(String code, String message, @Nullable Integer status, @Nullable String received) {
        return status == null
                ? unfinished(code, message)
                : line(response(status, isObject(received) ? OneLine.of(received) : error(message)), null);
    }

    /** One that nobody has answered. */
    public String unfinished(String code, String message) {
        return line(null, JsonNodeFactory.instance.objectNode().put("code", code).put("message", message).toString());
    }

    private String line(@Nullable String response, @Nullable String error) {
        return "{\"id\":\"batch_req_%s\",\"custom_id\":%s,\"response\":%s,\"error\":%s}".formatted(name("line"),
                customId,
                response, error);
    }

    private String response(int status, String body) {
        return "{\"status_code\":%d,\"request_id\":\"req_%s\",\"body\":%s}".formatted(status, name("request"), body);
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

    private String name(String kind) {
        return UUID.nameUUIDFromBytes("%s %s %d".formatted(kind, batch, row).getBytes(StandardCharsets.UTF_8))
                .toString().replace("-", "");
    }
}

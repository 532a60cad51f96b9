package dev.cellmill.worker.provider.chat;

import dev.cellmill.common.json.Json;
import dev.cellmill.worker.provider.transport.EventReader.Refused;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The data of events, and the errors among them. Pure. */
public final class EventErrors {
    private static final int SERVER_ERROR = 500;
    private static final Map<String, Integer> STATUSES = Map.ofEntries(
            Map.entry("invalid_request_error", 400),
            Map.entry("authentication_error", 401),
            Map.entry("billing_error", 402),
            Map.entry("permission_error", 403),
            Map.entry("not_found_error", 404),
            Map.entry("request_too_large", 413),
            Map.entry("rate_limit_error", 429),
            Map.entry("rate_limit_exceeded", 429),
            Map.entry("insufficient_quota", 429),
            Map.entry("timeout_error", 504),
            Map.entry("overloaded_error", 529));

    private EventErrors() {}

    /** Empty if it is no object. */
    public static Optional<JsonNode> object(String data) {
        try {
            return Optional.of(Json.MAPPER.readTree(data)).filter(JsonNode::isObject);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** @param event with an {@code error}, whose type or code says for which status it stands */
    public static Refused refused(JsonNode event, boolean hasBegun) {
        JsonNode error = event.path("error");
        int code = error.path("code").asInt(0);
        Integer known = STATUSES.getOrDefault(error.path("type").asString(""),
                STATUSES.get(error.path("code").asString("")));
        int status = code >= 400 && code < 600 ? code : known == null ? SERVER_ERROR : known;
        return new Refused(status, event.toString(), hasBegun);
    }
}

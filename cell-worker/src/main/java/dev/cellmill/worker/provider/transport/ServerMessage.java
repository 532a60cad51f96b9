package dev.cellmill.worker.provider.transport;

import dev.cellmill.common.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** What a server says is wrong, in the forms that servers commonly say it. */
final class ServerMessage {
    private static final int LONGEST = 500;

    private static final List<JsonPointer> PLACES = List.of(
            JsonPointer.compile("/error/message"),
            JsonPointer.compile("/error"),
            JsonPointer.compile("/message"),
            JsonPointer.compile("/detail"),
            JsonPointer.compile("/errors/0/message"),
            JsonPointer.compile("/title"));

    private ServerMessage() {}

    /** Null if it says nothing readable. */
    static @Nullable String in(String body) {
        String said = body.stripLeading().startsWith("{") ? inJson(body) : inText(body);
        return said == null || said.length() <= LONGEST ? said : said.substring(0, LONGEST) + "…";
    }

    private static @Nullable String inJson(String body) {
        try {
            JsonNode root = Json.MAPPER.readTree(body);
            return PLACES.stream()
                    .map(root::at)
                    .filter(JsonNode::isString)
                    .map(JsonNode::stringValue)
                    .filter(text -> !text.isBlank())
                    .findFirst()
                    .orElse(null);
        } catch (JacksonException e) {
            return null;
        }
    }

    /** A page for browsers says nothing that a cell's error should hold. */
    private static @Nullable String inText(String body) {
        String text = body.strip();
        return text.isEmpty() || text.startsWith("<") ? null : text.lines().findFirst().orElse(null);
    }
}

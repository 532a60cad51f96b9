package dev.cellmill.jobapi.batch;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.Endpoint;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** What of an answer a person wants to see in a sheet. Pure. */
final class AnswerText {
    private AnswerText() {}

    /** The first choice's text, the first embedding, or a response's texts, joined; null where there is none. */
    static @Nullable JsonNode of(Endpoint endpoint, String body) {
        JsonNode root;
        try {
            root = Json.MAPPER.readTree(body);
        } catch (JacksonException e) {
            return null;
        }
        JsonNode found = switch (endpoint) {
            case CHAT_COMPLETIONS -> root.at("/choices/0/message/content");
            case EMBEDDINGS -> root.at("/data/0/embedding");
            case RESPONSES -> StringNode.valueOf(root.path("output").valueStream()
                    .flatMap(item -> item.path("content").valueStream())
                    .filter(part -> part.path("type").asString("").equals("output_text"))
                    .map(part -> part.path("text").asString("")).collect(Collectors.joining()));
        };
        return found.isMissingNode() || found.isNull() ? null : found;
    }
}

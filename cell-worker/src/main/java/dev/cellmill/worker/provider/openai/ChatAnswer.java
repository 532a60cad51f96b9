package dev.cellmill.worker.provider.openai;

import dev.cellmill.common.json.Json;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * An answer as the protocol has it. Pure.
 *
 * @param text null if it holds none, as where the model refused
 * @param finishReason {@code stop}, {@code length}, {@code content_filter}, …
 * @param refusal the model's words where it refused
 */
record ChatAnswer(JsonNode root, @Nullable String text, @Nullable String finishReason, @Nullable String refusal) {

    /** Empty if it is no answer of this protocol. */
    static Optional<ChatAnswer> parse(String body) {
        try {
            JsonNode root = Json.MAPPER.readTree(body);
            JsonNode choice = root.path("choices").path(0);
            JsonNode message = choice.path("message");
            if (!message.isObject()) {
                return Optional.empty();
            }
            return Optional.of(new ChatAnswer(
                    root,
                    content(message.path("content")),
                    textOrNull(choice.path("finish_reason")),
                    textOrNull(message.path("refusal"))));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    boolean isCutOff() {
        return "length".equals(finishReason);
    }

    boolean isRefused() {
        return refusal != null && !refusal.isBlank() || "content_filter".equals(finishReason);
    }

    /** A text, or as some servers have it a list of parts. */
    private static @Nullable String content(JsonNode content) {
        if (content.isArray()) {
            return content.valueStream().map(part -> part.path("text").asString("")).collect(Collectors.joining());
        }
        return textOrNull(content);
    }

    private static @Nullable String textOrNull(JsonNode node) {
        return node.isString() ? node.stringValue() : null;
    }
}

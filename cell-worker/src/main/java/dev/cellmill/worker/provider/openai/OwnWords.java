package dev.cellmill.worker.provider.openai;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.Endpoint;
import dev.cellmill.worker.provider.chat.ChatAnswer;
import dev.cellmill.worker.provider.chat.PassThrough;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests to a server whose words they are in already.
 *
 * @param boundName how the server calls the bound on a chat's answer
 */
record OwnWords(Endpoint endpoint, String boundName) implements PassThrough {
    /** More follows what it reads. */
    private static final ObjectReader WITHIN = Json.MAPPER.reader()
            .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Beside the chats. */
    @Override
    public URI address(URI chat) {
        return switch (endpoint) {
            case CHAT_COMPLETIONS -> chat;
            case EMBEDDINGS -> chat.resolve("../embeddings");
            case RESPONSES -> chat.resolve("../responses");
        };
    }

    @Override
    public String boundName() {
        return endpoint == Endpoint.RESPONSES ? "max_output_tokens" : boundName;
    }

    @Override
    public Worded worded(ObjectNode given) {
        return new Worded.Body(given);
    }

    @Override
    public Optional<Given> given(String received) {
        try {
            JsonNode usage = usage(received);
            return usage == null
                    ? Optional.empty()
                    : Optional.of(new Given(received, counted(usage, "prompt_tokens", "input_tokens"),
                            counted(usage, "completion_tokens", "output_tokens")));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** Of an answer that is read to its end, the rest of which is not held; null if it is no object. */
    private static @Nullable JsonNode usage(String received) {
        JsonNode usage = JsonNodeFactory.instance.missingNode();
        try (JsonParser parser = Json.MAPPER.createParser(received)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean isUsage = parser.currentName().equals("usage");
                parser.nextToken();
                if (isUsage) {
                    usage = WITHIN.readTree(parser);
                } else {
                    parser.skipChildren();
                }
            }
            return parser.nextToken() == null ? usage : null;
        }
    }

    private static @Nullable Long counted(JsonNode usage, String name, String otherwise) {
        Long counted = ChatAnswer.counted(usage.path(name));
        return counted == null ? ChatAnswer.counted(usage.path(otherwise)) : counted;
    }
}

package dev.cellmill.jobapi.batch;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.json.StorableText;
import dev.cellmill.common.plan.Endpoint;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** What of an answer a person wants to see in a sheet. Pure. */
final class AnswerText {
    private AnswerText() {}

    /**
     * The first choice's text, the first embedding, or a response's texts, joined; in place of a text that is not there the
     * calls of tools that are, or the refusal. Null where there is nothing of all that. What a sheet cannot hold is replaced.
     */
    static @Nullable JsonNode of(Endpoint endpoint, String body) {
        JsonNode root;
        try {
            root = Json.MAPPER.readTree(body);
        } catch (JacksonException e) {
            return null;
        }
        JsonNode found = switch (endpoint) {
            case CHAT_COMPLETIONS -> ofChat(root.at("/choices/0/message"));
            case EMBEDDINGS -> root.at("/data/0/embedding");
            case RESPONSES -> ofResponse(root.path("output"));
        };
        return found.isMissingNode() || found.isNull() ? null : storable(found);
    }

    /** U+FFFD for characters, in names too; a text for whole numbers beyond those of a double. */
    private static JsonNode storable(JsonNode node) {
        if (node.isString()) {
            return StringNode.valueOf(StorableText.storable(node.stringValue()));
        }
        if (node.isBigInteger() && Double.isInfinite(node.bigIntegerValue().doubleValue())) {
            return StringNode.valueOf(node.bigIntegerValue().toString());
        }
        if (node.isArray()) {
            return JsonNodeFactory.instance.arrayNode().addAll(node.valueStream().map(AnswerText::storable).toList());
        }
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties()
                    .forEach(each -> object.set(StorableText.storable(each.getKey()), storable(each.getValue())));
            return object;
        }
        return node;
    }

    private static JsonNode ofChat(JsonNode message) {
        return Stream.of("content", "tool_calls", "function_call", "refusal").map(message::path)
                .filter(part -> !part.isMissingNode() && !part.isNull() && !(part.isContainer() && part.isEmpty()))
                .findFirst().orElse(MissingNode.getInstance());
    }

    private static JsonNode ofResponse(JsonNode output) {
        String text = output.valueStream().flatMap(item -> item.path("content").valueStream())
                .map(part -> part.path(part.path("type").asString("").equals("refusal") ? "refusal" : "text")
                        .asString(""))
                .collect(Collectors.joining());
        List<JsonNode> calls = output.valueStream().filter(item -> item.path("type").asString("").endsWith("_call"))
                .toList();
        return text.isEmpty() && !calls.isEmpty()
                ? JsonNodeFactory.instance.arrayNode().addAll(calls)
                : StringNode.valueOf(text);
    }
}

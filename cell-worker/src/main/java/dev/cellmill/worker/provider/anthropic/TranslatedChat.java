package dev.cellmill.worker.provider.anthropic;

import dev.cellmill.common.json.Json;
import dev.cellmill.worker.provider.chat.ChatAnswer;
import dev.cellmill.worker.provider.chat.PassThrough;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's chat completions put to Anthropic's Messages API and back: texts, system, bounds, temperature, stops, and tools. What
 * has no counterpart is refused rather than left out, but for what only names or sorts requests.
 */
record TranslatedChat() implements PassThrough {
    private static final List<String> BOUNDS = List.of("max_completion_tokens", "max_tokens");
    /** What is translated, or says nothing that the answer hangs on. */
    private static final Set<String> KNOWN = Set.of("model", "messages", "stream", "user", "store", "metadata",
            "service_tier", "safety_identifier", "prompt_cache_key", "seed", "max_tokens", "max_completion_tokens",
            "temperature", "top_p", "stop", "tools", "tool_choice", "n");

    /** What cannot be said there. */
    private static final class NoWords extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoWords(String what) {
            super(what, null, false, false);
        }
    }

    @Override
    public URI address(URI chat) {
        return chat;
    }

    @Override
    public String boundName() {
        return "max_tokens";
    }

    @Override
    public Worded worded(ObjectNode given) {
        try {
            return new Worded.Body(body(given));
        } catch (NoWords e) {
            return new Worded.Unfit("the request cannot be put to Anthropic's API: " + e.getMessage());
        }
    }

    private static ObjectNode body(ObjectNode given) {
        given.properties().stream()
                .filter(entry -> !KNOWN.contains(entry.getKey()) && !entry.getValue().isNull()).findFirst()
                .ifPresent(entry -> {
                    throw new NoWords("it has no \"%s\"".formatted(entry.getKey()));
                });
        if (given.path("n").asInt(1) != 1) {
            throw new NoWords("it gives one answer, not \"n\"");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", given.path("model").asString());
        JsonNode bound = BOUNDS.stream().map(given::path).filter(JsonNode::isIntegralNumber).findFirst().orElse(null);
        body.put("max_tokens", bound == null ? MessagesRequest.MAX_TOKENS : bound.intValue());
        for (String same : List.of("temperature", "top_p")) {
            if (given.hasNonNull(same)) {
                body.set(same, given.get(same));
            }
        }
        if (given.hasNonNull("stop")) {
            ArrayNode stops = body.putArray("stop_sequences");
            if (given.get("stop").isString()) {
                stops.add(given.get("stop"));
            } else {
                given.get("stop").forEach(stops::add);
            }
        }
        messages(given.path("messages"), body);
        tools(given, body);
        return body;
    }

    private static void messages(JsonNode given, ObjectNode body) {
        var system = new ArrayList<String>();
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        for (JsonNode message : given) {
            String role = message.path("role").asString("");
            switch (role) {
                case "system", "developer" -> system.add(text(message.path("content")));
                case "user" -> messages.addObject().put("role", role).put("content", text(message.path("content")));
                case "assistant" -> assistant(message, messages.addObject());
                case "tool" -> messages.addObject().put("role", "user").putArray("content").addObject()
                        .put("type", "tool_result")
                        .put("tool_use_id", message.path("tool_call_id").asString(""))
                        .put("content", text(message.path("content")));
                default -> throw new NoWords("it knows no message of the role \"%s\"".formatted(role));
            }
        }
        if (!system.isEmpty()) {
            body.put("system", String.join("\n\n", system));
        }
        body.set("messages", messages);
    }

    private static void assistant(JsonNode given, ObjectNode message) {
        ArrayNode content = message.put("role", "assistant").putArray("content");
        String text = given.path("content").isNull() || given.path("content").isMissingNode()
                ? ""
                : text(given.path("content"));
        if (!text.isEmpty()) {
            content.addObject().put("type", "text").put("text", text);
        }
        for (JsonNode call : given.path("tool_calls")) {
            content.addObject().put("type", "tool_use")
                    .put("id", call.path("id").asString(""))
                    .put("name", call.at("/function/name").asString(""))
                    .set("input", arguments(call.at("/function/arguments").asString("")));
        }
    }

    private static JsonNode arguments(String json) {
        try {
            JsonNode read = Json.MAPPER.readTree(json.isBlank() ? "{}" : json);
            if (read.isObject()) {
                return read;
            }
        } catch (JacksonException e) {
            // said below
        }
        throw new NoWords("the arguments of a tool call are no JSON object");
    }

    private static String text(JsonNode content) {
        if (content.isString()) {
            return content.stringValue();
        }
        if (!content.isArray()) {
            throw new NoWords("a message's content is a text or a list of texts");
        }
        return content.valueStream().map(part -> {
            if (!part.path("type").asString("").equals("text")) {
                throw new NoWords("only texts are translated, not \"%s\"".formatted(part.path("type").asString("")));
            }
            return part.path("text").asString("");
        }).collect(Collectors.joining());
    }

    private static void tools(ObjectNode given, ObjectNode body) {
        if (given.hasNonNull("tools")) {
            ArrayNode tools = body.putArray("tools");
            for (JsonNode tool : given.get("tools")) {
                if (!tool.path("type").asString("").equals("function")) {
                    throw new NoWords("only functions are translated as tools");
                }
                ObjectNode own = tools.addObject().put("name", tool.at("/function/name").asString(""));
                if (tool.at("/function/description").isString()) {
                    own.set("description", tool.at("/function/description"));
                }
                JsonNode schema = tool.at("/function/parameters");
                own.set("input_schema", schema.isObject()
                        ? schema
                        : JsonNodeFactory.instance.objectNode().put("type", "object"));
            }
        }
        if (given.hasNonNull("tool_choice")) {
            JsonNode choice = given.get("tool_choice");
            ObjectNode own = body.putObject("tool_choice");
            switch (choice.isString() ? choice.stringValue() : choice.path("type").asString("")) {
                case "auto" -> own.put("type", "auto");
                case "none" -> own.put("type", "none");
                case "required" -> own.put("type", "any");
                case "function" -> own.put("type", "tool").put("name", choice.at("/function/name").asString(""));
                default -> throw new NoWords("it knows no such tool_choice");
            }
        }
    }

    @Override
    public Optional<Given> given(String received) {
        try {
            JsonNode root = Json.MAPPER.readTree(received);
            if (!root.path("content").isArray()) {
                return Optional.empty();
            }
            ChatAnswer counted = Messages.answer(root, null);
            return Optional.of(new Given(completion(root, counted).toString(), counted.inputTokens(),
                    counted.outputTokens()));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static ObjectNode completion(JsonNode root, ChatAnswer counted) {
        ObjectNode body = JsonNodeFactory.instance.objectNode()
                .put("id", root.path("id").asString(""))
                .put("object", "chat.completion")
                // the server does not say when it answered, and the same answer is to be the same text
                .put("created", 0)
                .put("model", root.path("model").asString(""));
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        List<JsonNode> parts = root.path("content").valueStream().toList();
        String text = parts.stream().filter(part -> isOf(part, "text")).map(part -> part.path("text").asString(""))
                .collect(Collectors.joining());
        boolean calls = parts.stream().anyMatch(part -> isOf(part, "tool_use"));
        message.put("content", text.isEmpty() && calls ? null : text).putNull("refusal");
        if (calls) {
            ArrayNode own = message.putArray("tool_calls");
            parts.stream().filter(part -> isOf(part, "tool_use"))
                    .forEach(part -> own.addObject().put("id", part.path("id").asString("")).put("type", "function")
                            .putObject("function").put("name", part.path("name").asString(""))
                            .put("arguments", part.path("input").toString()));
        }
        choice.putNull("logprobs").put("finish_reason", reason(root.path("stop_reason").asString("")));
        long input = orNone(counted.inputTokens());
        long output = orNone(counted.outputTokens());
        ObjectNode usage = body.putObject("usage").put("prompt_tokens", input).put("completion_tokens", output)
                .put("total_tokens", input + output);
        Long cached = ChatAnswer.counted(root.at("/usage/cache_read_input_tokens"));
        if (cached != null) {
            usage.putObject("prompt_tokens_details").put("cached_tokens", cached);
        }
        return body;
    }

    private static boolean isOf(JsonNode part, String type) {
        return part.path("type").asString("").equals(type);
    }

    private static long orNone(@Nullable Long count) {
        return count == null ? 0 : count;
    }

    private static String reason(String stop) {
        return switch (stop) {
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "tool_use" -> "tool_calls";
            case "refusal" -> "content_filter";
            default -> "stop";
        };
    }
}

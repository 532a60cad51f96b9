package dev.cellmill.worker.provider.anthropic;

import static java.util.Objects.requireNonNullElse;

import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.worker.provider.ProviderRequest;
import dev.cellmill.worker.provider.chat.ChatOptions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The body of a Messages request. Pure. */
final class MessagesRequest {
    /** What a step's options may not say: it is said elsewhere, or the answer could not be read. */
    static final Set<String> RESERVED = Set.of("model", "messages", "system", "stream");
    /** Where nobody gives a bound, which the server wants to have. */
    static final int MAX_TOKENS = 4_096;
    /** What a typed answer is the input of. */
    static final String TOOL = "answer";

    private MessagesRequest() {}

    static ObjectNode body(ProviderRequest request, String model, @Nullable Integer maxTokens, boolean stream) {
        ObjectNode body = JsonNodeFactory.instance.objectNode()
                .put("model", model)
                .put("max_tokens", requireNonNullElse(maxTokens, MAX_TOKENS));
        if (request.system() != null && !request.system().isBlank()) {
            body.put("system", request.system());
        }
        var messages = body.putArray("messages");
        for (PlannedStep.Example example : request.examples()) {
            message(messages, "user", example.prompt());
            message(messages, "assistant", example.answer());
        }
        message(messages, "user", request.prompt() == null ? "" : request.prompt());
        JsonNode schema = request.output().schema();
        if (schema != null && asksForTool(request)) {
            body.putArray("tools").addObject().put("name", TOOL).set("input_schema", schema);
            body.putObject("tool_choice").put("type", "tool").put("name", TOOL);
        }
        if (stream) {
            body.put("stream", true);
        }
        ChatOptions.addTo(body, request);
        return body;
    }

    /** A tool's input is an object, so no other type can be asked for in this way. */
    static boolean asksForTool(ProviderRequest request) {
        JsonNode schema = request.output().schema();
        return request.output().kind() == OutputType.Kind.JSON && schema != null
                && schema.path("type").asString("").equals("object")
                && !request.options().containsKey("tools") && !request.options().containsKey("tool_choice");
    }

    private static void message(ArrayNode messages, String role, String content) {
        messages.addObject().put("role", role).put("content", content);
    }
}

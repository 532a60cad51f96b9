package dev.cellmill.worker.provider.anthropic;

import static java.util.Objects.requireNonNullElse;

import dev.cellmill.common.plan.AnswerForm;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.worker.provider.ProviderRequest;
import dev.cellmill.worker.provider.chat.ChatOptions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

    static ObjectNode body(ProviderRequest request, String model, @Nullable Integer maxTokens,
            boolean inForm, boolean stream) {
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
        if (request.repair() != null) {
            message(messages, "assistant", request.repair().answer());
            message(messages, "user", request.repair().demand());
        }
        if (inForm) {
            tool(request).ifPresent(form -> {
                body.putArray("tools").addObject().put("name", TOOL).set("input_schema", form.schema());
                body.putObject("tool_choice").put("type", "tool").put("name", TOOL);
            });
        }
        if (stream) {
            body.put("stream", true);
        }
        ChatOptions.addTo(body, request);
        return body;
    }

    /** Whose input the answer is asked for as; empty where the step has tools of its own, or nothing is to be held to. */
    static Optional<AnswerForm> tool(ProviderRequest request) {
        boolean own = request.options().containsKey("tools") || request.options().containsKey("tool_choice");
        return own ? Optional.empty() : AnswerForm.of(request.output());
    }

    private static void message(ArrayNode messages, String role, String content) {
        messages.addObject().put("role", role).put("content", content);
    }
}

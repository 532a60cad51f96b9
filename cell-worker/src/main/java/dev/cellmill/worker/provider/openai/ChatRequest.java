package dev.cellmill.worker.provider.openai;

import dev.cellmill.common.plan.AnswerForm;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.worker.provider.ProviderRequest;
import dev.cellmill.worker.provider.chat.ChatOptions;
import dev.cellmill.worker.provider.chat.Structured;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The body of a chat-completions request. Pure. */
final class ChatRequest {
    /** What a step's options may not say: it is said elsewhere, or the answer could not be read. */
    static final Set<String> RESERVED = Set.of("model", "messages", "stream", "stream_options", "n");

    private ChatRequest() {}

    /** Options go last, so they have the last word; one that is null takes its key out. */
    static ObjectNode body(ProviderRequest request, String model, @Nullable Integer maxTokens,
            ChatCompletions server) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", model);
        var messages = body.putArray("messages");
        if (request.system() != null && !request.system().isBlank()) {
            message(messages, "system", request.system());
        }
        for (PlannedStep.Example example : request.examples()) {
            message(messages, "user", example.prompt());
            message(messages, "assistant", example.answer());
        }
        message(messages, "user", request.prompt() == null ? "" : request.prompt());
        if (request.repair() != null) {
            message(messages, "assistant", request.repair().answer());
            message(messages, "user", request.repair().demand());
        }
        if (maxTokens != null && !request.options().containsKey("max_tokens")
                && !request.options().containsKey("max_completion_tokens")) {
            body.put(server.maxTokensName(), maxTokens);
        }
        JsonNode format = responseFormat(request, server.structured());
        if (format != null) {
            body.set("response_format", format);
        }
        if (server.logprobs()) {
            body.put("logprobs", true);
        }
        ChatOptions.addTo(body, request);
        return body;
    }

    private static void message(ArrayNode messages, String role, String content) {
        messages.addObject().put("role", role).put("content", content);
    }

    private static @Nullable JsonNode responseFormat(ProviderRequest request, Structured structured) {
        AnswerForm form = structured == Structured.SCHEMA ? AnswerForm.of(request.output()).orElse(null) : null;
        ObjectNode format = JsonNodeFactory.instance.objectNode();
        if (form != null) {
            ObjectNode schema = format.put("type", "json_schema").putObject("json_schema").put("name", "answer");
            if (form.isStrict()) {
                schema.put("strict", true);
            }
            schema.set("schema", form.schema());
            return format;
        }
        // servers refuse this form unless the messages themselves speak of JSON
        boolean asksForObject = structured != Structured.NONE && AnswerForm.mayBeObject(request.output())
                && (speaksOfJson(request.prompt()) || speaksOfJson(request.system()));
        return asksForObject ? format.put("type", "json_object") : null;
    }

    private static boolean speaksOfJson(@Nullable String text) {
        return text != null && text.toLowerCase(Locale.ROOT).contains("json");
    }
}

package dev.cellmill.worker.provider.openai;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.AnswerForm;
import dev.cellmill.common.plan.Endpoint;
import dev.cellmill.worker.provider.AttemptOutput;
import dev.cellmill.worker.provider.ProviderRequest;
import dev.cellmill.worker.provider.chat.ChatAnswer;
import dev.cellmill.worker.provider.chat.ChatProtocol;
import dev.cellmill.worker.provider.chat.PassThrough;
import dev.cellmill.worker.provider.chat.StreamedAnswer;
import dev.cellmill.worker.provider.chat.Structured;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's chat completions.
 *
 * @param maxTokensName how the server calls the bound on an answer
 * @param logprobs whether the server is asked for its tokens' probabilities
 */
record ChatCompletions(String maxTokensName, Structured structured, boolean logprobs) implements ChatProtocol {

    /** A server that takes schemas and is not asked for probabilities. */
    ChatCompletions(String maxTokensName) {
        this(maxTokensName, Structured.SCHEMA, false);
    }

    @Override
    public String answerName() {
        return "chat completion";
    }

    @Override
    public Map<String, String> headers() {
        return Map.of();
    }

    @Override
    public Set<String> reservedOptions() {
        return ChatRequest.RESERVED;
    }

    @Override
    public ObjectNode body(ProviderRequest request, String model, @Nullable Integer maxTokens, boolean stream) {
        ObjectNode body = ChatRequest.body(request, model, maxTokens, this);
        if (stream) {
            body.put("stream", true).putObject("stream_options").put("include_usage", true);
        }
        return body;
    }

    @Override
    public boolean asksInForm() {
        return structured == Structured.SCHEMA;
    }

    @Override
    public @Nullable Double confidence(ChatAnswer answer, ProviderRequest request) {
        boolean isWrapped = asksInForm() && AnswerForm.of(request.output()).map(AnswerForm::isWrapped).orElse(false);
        return TokenConfidence.of(answer.root(), isWrapped);
    }

    @Override
    public Optional<ChatAnswer> parse(String body, ProviderRequest request) {
        try {
            JsonNode root = Json.MAPPER.readTree(body);
            return root.at("/choices/0/message").isObject() ? Optional.of(answer(root)) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<PassThrough> passThrough(Endpoint endpoint) {
        return Optional.of(new OwnWords(endpoint, maxTokensName));
    }

    @Override
    public StreamedAnswer stream(ProviderRequest request, AttemptOutput output) {
        return new ChatChunks(output);
    }

    /** @param root with a message */
    static ChatAnswer answer(JsonNode root) {
        JsonNode choice = root.path("choices").path(0);
        JsonNode message = choice.path("message");
        String reason = choice.path("finish_reason").asString("");
        JsonNode usage = root.path("usage");
        return new ChatAnswer(
                root,
                content(message.path("content")),
                reason.equals("length"),
                refusal(message.path("refusal").asString(""), reason),
                ChatAnswer.counted(usage.path("prompt_tokens")),
                ChatAnswer.counted(usage.path("completion_tokens")));
    }

    private static @Nullable String refusal(String words, String reason) {
        if (!words.isBlank()) {
            return words;
        }
        return reason.equals("content_filter") ? "its content filter" : null;
    }

    /** A text, or as some servers have it a list of parts. */
    private static @Nullable String content(JsonNode content) {
        if (content.isArray()) {
            return content.valueStream().map(part -> part.path("text").asString("")).collect(Collectors.joining());
        }
        return content.isString() ? content.stringValue() : null;
    }
}

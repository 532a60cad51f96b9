package dev.cellmill.worker.provider.anthropic;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.Endpoint;
import dev.cellmill.worker.provider.AttemptOutput;
import dev.cellmill.worker.provider.ProviderRequest;
import dev.cellmill.worker.provider.chat.ChatAnswer;
import dev.cellmill.worker.provider.chat.ChatProtocol;
import dev.cellmill.worker.provider.chat.PassThrough;
import dev.cellmill.worker.provider.chat.StreamedAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic's Messages API, of the version that it names in a header; a typed answer is asked for as a tool's input. */
record Messages(boolean asksInForm) implements ChatProtocol {
    private static final Map<String, String> VERSION = Map.of("anthropic-version", "2023-06-01");
    private static final Set<String> CUT_OFF = Set.of("max_tokens", "model_context_window_exceeded");
    private static final List<String> INPUT = List.of("input_tokens", "cache_creation_input_tokens",
            "cache_read_input_tokens");

    @Override
    public String answerName() {
        return "message";
    }

    @Override
    public Map<String, String> headers() {
        return VERSION;
    }

    @Override
    public Set<String> reservedOptions() {
        return MessagesRequest.RESERVED;
    }

    @Override
    public ObjectNode body(ProviderRequest request, String model, @Nullable Integer maxTokens, boolean stream) {
        return MessagesRequest.body(request, model, maxTokens, asksInForm, stream);
    }

    @Override
    public Optional<ChatAnswer> parse(String body, ProviderRequest request) {
        try {
            JsonNode root = Json.MAPPER.readTree(body);
            JsonNode content = root.path("content");
            return content.isArray()
                    ? Optional.of(answer(root, asksForTool(request) ? input(content) : text(content)))
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<PassThrough> passThrough(Endpoint endpoint) {
        return endpoint == Endpoint.CHAT_COMPLETIONS ? Optional.of(new TranslatedChat()) : Optional.empty();
    }

    @Override
    public StreamedAnswer stream(ProviderRequest request, AttemptOutput output) {
        return new MessageEvents(asksForTool(request), output);
    }

    /** Nothing: the protocol has no word for it. */
    @Override
    public @Nullable Double confidence(ChatAnswer answer, ProviderRequest request) {
        return null;
    }

    private boolean asksForTool(ProviderRequest request) {
        return asksInForm && MessagesRequest.tool(request).isPresent();
    }

    static ChatAnswer answer(JsonNode root, @Nullable String text) {
        String reason = root.path("stop_reason").asString("");
        JsonNode usage = root.path("usage");
        return new ChatAnswer(
                root,
                text,
                CUT_OFF.contains(reason),
                reason.equals("refusal") ? "its server's rules" : null,
                inputTokens(usage),
                ChatAnswer.counted(usage.path("output_tokens")));
    }

    /** What was written to and read from the server's cache was sent too. */
    private static @Nullable Long inputTokens(JsonNode usage) {
        if (ChatAnswer.counted(usage.path("input_tokens")) == null) {
            return null;
        }
        return INPUT.stream().map(usage::path).map(ChatAnswer::counted)
                .mapToLong(count -> count == null ? 0 : count).sum();
    }

    /** Null if there is no part of that kind. */
    private static @Nullable String text(JsonNode content) {
        List<String> texts = content.valueStream().filter(part -> part.path("type").asString("").equals("text"))
                .map(part -> part.path("text").asString("")).collect(Collectors.toList());
        return texts.isEmpty() ? null : String.join("", texts);
    }

    private static @Nullable String input(JsonNode content) {
        return content.valueStream().filter(part -> part.path("type").asString("").equals("tool_use"))
                .map(part -> part.path("input").toString()).findFirst().orElse(null);
    }
}

package dev.cellmill.worker.provider.openai;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.plan.AnswerForm;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.common.plan.ProviderProfile.Model;
import dev.cellmill.worker.provider.ConfidencePointer;
import dev.cellmill.worker.provider.FencedText;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.ProviderRequest;
import dev.cellmill.worker.provider.transport.HttpCall;
import dev.cellmill.worker.provider.transport.HttpCalls;
import dev.cellmill.worker.provider.transport.HttpResult;
import dev.cellmill.worker.provider.transport.Outcomes;
import dev.cellmill.worker.provider.transport.Secrets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Asks a chat-completions server, and takes the answer whole. */
final class OpenAiProvider implements Provider {
    private final ProviderProfile profile;
    private final OpenAiSettings settings;
    private final Map<String, String> headers;
    private final Secrets secrets;
    private final HttpCalls calls;

    OpenAiProvider(ProviderProfile profile, OpenAiSettings settings, Secrets secrets, HttpCalls calls) {
        this.profile = profile;
        this.settings = settings;
        this.secrets = secrets;
        this.calls = calls;
        this.headers = new HashMap<>(settings.headers());
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json");
    }

    @Override
    public ProviderProfile profile() {
        return profile;
    }

    @Override
    public boolean asksInForm() {
        return settings.structured() == Structured.SCHEMA;
    }

    @Override
    public ProviderOutcome call(ProviderRequest request) {
        String model = request.model() == null ? profile.defaultModel() : request.model();
        String reserved = ChatRequest.reservedOption(request);
        if (model == null) {
            return rejected("no model is named; name one in the step, or a default in the provider's configuration");
        }
        if (reserved != null) {
            return rejected("the option " + reserved + " cannot be set by a step; take it out");
        }
        Model known = profile.models().get(model);
        ObjectNode body = ChatRequest.body(request, model, maxTokens(request, known), settings);
        byte[] bytes = Json.MAPPER.writeValueAsBytes(body);
        var outcomes = new Outcomes(secrets, body);
        var call = new HttpCall(HttpMethod.POST, settings.completions(), headers, bytes, request.timeout());
        return switch (calls.send(call)) {
            case HttpResult.Failed failed -> outcomes.failure(failed);
            case HttpResult.Answered answered ->
                read(answered.text(), request, bytes, known, outcomes.with(answered.quota()));
        };
    }

    private ProviderOutcome read(
            String received,
            ProviderRequest request,
            byte[] bytes,
            @Nullable Model model,
            Outcomes outcomes) {
        Optional<ChatAnswer> parsed = ChatAnswer.parse(received);
        if (parsed.isEmpty()) {
            return outcomes.invalid("the server's answer is no chat completion; look at the provider's baseUrl",
                    received);
        }
        ChatAnswer answer = parsed.get();
        String text = answer.text() == null ? "" : answer.text();
        ChatUsage usage = ChatUsage.of(answer.root(), text, bytes, model, maxTokens(request, model));
        if (answer.isRefused()) {
            String words = answer.refusal() == null ? "its content filter" : answer.refusal();
            return outcomes.charged(ErrorCode.PROVIDER_REJECTED, "the model refused: " + words,
                    usage.inputTokens(), usage.outputTokens(), usage.cost(), received);
        }
        if (answer.isCutOff() && (text.isBlank() || request.output().kind() != OutputType.Kind.TEXT)) {
            return outcomes.charged(ErrorCode.OUTPUT_INVALID, "the answer was cut off at its bound; raise maxTokens",
                    usage.inputTokens(), usage.outputTokens(), usage.cost(), received);
        }
        if (answer.text() == null) {
            return outcomes.invalid("the server's answer holds no text", received);
        }
        return outcomes.success(StringNode.valueOf(text), confidence(answer, text, request), usage.inputTokens(),
                usage.outputTokens(),
                usage.cost(), received);
    }

    /** Where the answer itself says it, else from the probabilities of its tokens. */
    private @Nullable Double confidence(ChatAnswer answer, String text, ProviderRequest request) {
        Double said = settings.confidence() == null ? null : said(settings.confidence(), text);
        if (said != null) {
            return said;
        }
        boolean isWrapped = asksInForm() && AnswerForm.of(request.output()).map(AnswerForm::isWrapped).orElse(false);
        return TokenConfidence.of(answer.root(), isWrapped);
    }

    private static @Nullable Double said(ConfidencePointer pointer, String text) {
        try {
            return pointer.in(Json.MAPPER.readTree(FencedText.unwrap(text)));
        } catch (JacksonException e) {
            // the answer is no JSON, so it says nothing
            return null;
        }
    }

    private static @Nullable Integer maxTokens(ProviderRequest request, @Nullable Model model) {
        if (request.maxTokens() != null) {
            return request.maxTokens();
        }
        return model == null ? null : model.maxTokens();
    }

    private static ProviderOutcome rejected(String message) {
        return new ProviderOutcome.Failure(ErrorCode.PROVIDER_REJECTED, message, false, null, null, null);
    }
}

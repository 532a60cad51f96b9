package dev.cellmill.worker.provider.chat;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.common.plan.ProviderProfile.Model;
import dev.cellmill.worker.provider.AttemptOutput;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.ProviderRequest;
import dev.cellmill.worker.provider.StreamingProvider;
import dev.cellmill.worker.provider.transport.HttpCall;
import dev.cellmill.worker.provider.transport.HttpCalls;
import dev.cellmill.worker.provider.transport.HttpResult;
import dev.cellmill.worker.provider.transport.Outcomes;
import dev.cellmill.worker.provider.transport.RedactedOutput;
import dev.cellmill.worker.provider.transport.Secrets;
import dev.cellmill.worker.provider.transport.StreamResult;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.node.ObjectNode;

/** Asks a chat server, and takes the answer piece by piece where that is wanted and the server does it. */
final class ChatProvider implements StreamingProvider {
    private final ProviderProfile profile;
    private final ChatServer server;
    private final ChatProtocol protocol;
    private final Map<String, String> headers;
    private final Secrets secrets;
    private final HttpCalls calls;

    ChatProvider(ProviderProfile profile, ChatServer server, Secrets secrets, HttpCalls calls) {
        this.profile = profile;
        this.server = server;
        this.protocol = server.protocol();
        this.secrets = secrets;
        this.calls = calls;
        this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(protocol.headers());
        headers.putAll(server.headers());
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json");
    }

    @Override
    public ProviderProfile profile() {
        return profile;
    }

    @Override
    public boolean asksInForm() {
        return protocol.asksInForm();
    }

    @Override
    public ProviderOutcome call(ProviderRequest request, AttemptOutput output) {
        String model = request.model() == null ? profile.defaultModel() : request.model();
        if (model == null) {
            return rejected("no model is named; name one in the step, or a default in the provider's configuration");
        }
        if (request.endpoint() != null) {
            return new HandThrough(profile, server, headers, secrets, calls).call(request, request.endpoint(), model,
                    output);
        }
        Optional<String> reserved = request.options().keySet().stream().filter(protocol.reservedOptions()::contains)
                .sorted().findFirst();
        if (reserved.isPresent()) {
            return rejected("the option " + reserved.get() + " cannot be set by a step; take it out");
        }
        return ask(request, model, output);
    }

    private ProviderOutcome ask(ProviderRequest request, String model, AttemptOutput output) {
        Model known = profile.models().get(model);
        Integer maxTokens = maxTokens(request, known);
        ObjectNode body = protocol.body(request, model, maxTokens, request.stream() && server.streams());
        byte[] bytes = Json.MAPPER.writeValueAsBytes(body);
        var outcomes = new Outcomes(secrets, body);
        var judge = new ChatJudge(server, request, bytes.length, known, maxTokens);
        var redacted = new RedactedOutput(output, secrets.inAnswers());
        StreamedAnswer streamed = protocol.stream(request, redacted);
        var call = new HttpCall(HttpMethod.POST, server.address(), headers, bytes, request.timeout());
        return switch (calls.stream(call, streamed)) {
            case HttpResult.Failed failed -> outcomes.failure(failed);
            case HttpResult.Answered answered ->
                whole(answered.text(), judge, outcomes.with(answered.quota()), redacted);
            case StreamResult.Streamed end -> {
                redacted.end();
                ChatAnswer answer = streamed.answer();
                yield judge.judge(clean(answer), answer.root().toString(), outcomes.with(end.quota()));
            }
        };
    }

    private ProviderOutcome whole(String received, ChatJudge judge, Outcomes outcomes, RedactedOutput output) {
        Optional<ChatAnswer> answer = protocol.parse(received, judge.request());
        if (answer.isEmpty()) {
            return outcomes.invalid("the server's answer is no " + protocol.answerName()
                    + "; look at the provider's baseUrl", received);
        }
        String text = answer.get().text();
        if (text != null) {
            output.answer(text);
            output.end();
        }
        return judge.judge(clean(answer.get()), received, outcomes);
    }

    private ChatAnswer clean(ChatAnswer answer) {
        return answer.with(secrets.inAnswers().redactIfAny(answer.text()));
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

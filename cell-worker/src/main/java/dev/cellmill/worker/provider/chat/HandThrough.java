package dev.cellmill.worker.provider.chat;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.json.JsonMistake;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.plan.Endpoint;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.worker.provider.AttemptOutput;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.ProviderRequest;
import dev.cellmill.worker.provider.Quota;
import dev.cellmill.worker.provider.transport.HttpCall;
import dev.cellmill.worker.provider.transport.HttpCalls;
import dev.cellmill.worker.provider.transport.HttpResult;
import dev.cellmill.worker.provider.transport.Outcomes;
import dev.cellmill.worker.provider.transport.Secrets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Hands a request on as it was given, but for the model's name, and keeps the whole answer as it came, unless it tells the
 * server's key.
 */
record HandThrough(ProviderProfile profile, ChatServer server, Map<String, String> headers, Secrets secrets,
        HttpCalls calls) {
    private static final int BAD_REQUEST = 400;
    /** Longer requests are not kept beside their answer: they stand in the sheet. In bytes. */
    private static final int LONGEST_KEPT = 64 * 1024;
    /** Numbers keep all their digits. */
    private static final ObjectReader EXACT = Json.MAPPER.reader()
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    ProviderOutcome call(ProviderRequest request, Endpoint endpoint, String model, AttemptOutput output) {
        PassThrough passage = server.protocol().passThrough(endpoint).orElse(null);
        if (passage == null) {
            return refused("the provider cannot be asked " + endpoint.path());
        }
        ObjectNode given;
        try {
            JsonNode read = EXACT.readTree(request.prompt() == null ? "" : request.prompt());
            if (!(read instanceof ObjectNode object)) {
                return refused("the request is no JSON object");
            }
            given = object.put("model", model);
        } catch (JacksonException e) {
            return refused("the request is no JSON, " + JsonMistake.placed(e));
        }
        if (given.path("stream").asBoolean(false)) {
            return refused("the request asks for a stream; take \"stream\" out");
        }
        String complaint = request.maxTokens() == null
                ? null
                : WrittenBound.hold(given, endpoint, request.maxTokens(), passage.boundName());
        return complaint != null ? refused(complaint) : switch (passage.worded(given)) {
            case PassThrough.Worded.Unfit(String why) -> refused(why);
            case PassThrough.Worded.Body(ObjectNode body) -> ask(request, endpoint, model, passage, body, output);
        };
    }

    private ProviderOutcome ask(ProviderRequest request, Endpoint endpoint, String model, PassThrough passage,
            ObjectNode body, AttemptOutput output) {
        byte[] bytes = Json.MAPPER.writeValueAsBytes(body);
        var outcomes = new Outcomes(secrets, bytes.length <= LONGEST_KEPT
                ? body
                : JsonNodeFactory.instance.objectNode().put("model", model));
        var call = new HttpCall(HttpMethod.POST, passage.address(server.address()), headers, bytes,
                request.timeout());
        return switch (calls.send(call)) {
            case HttpResult.Failed failed -> outcomes.failure(failed);
            case HttpResult.Answered answered -> {
                Optional<PassThrough.Given> answer = passage.given(answered.text()).map(this::clean);
                if (answer.isEmpty()) {
                    yield outcomes.invalid("the server's answer is none to %s; look at the provider's baseUrl"
                            .formatted(endpoint.path()), answered.text());
                }
                output.answer(answer.get().body());
                yield success(answer.get(), endpoint, bytes.length, model, outcomes.with(answered.quota()));
            }
        };
    }

    private PassThrough.Given clean(PassThrough.Given given) {
        return new PassThrough.Given(secrets.inAnswers().redactDocument(given.body()), given.inputTokens(),
                given.outputTokens());
    }

    private ProviderOutcome success(PassThrough.Given given, Endpoint endpoint, int requestBytes, String model,
            Outcomes outcomes) {
        var counted = new ChatAnswer(JsonNodeFactory.instance.missingNode(), given.body(), false, null,
                given.inputTokens(), endpoint.writes() ? given.outputTokens() : Long.valueOf(0));
        ChatUsage usage = ChatUsage.of(counted, requestBytes, profile.models().get(model), null);
        return outcomes.success(StringNode.valueOf(given.body()), null, usage.inputTokens(), usage.outputTokens(),
                usage.cost(), given.body());
    }

    /** As a server of the API would. */
    private static ProviderOutcome refused(String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("message", message).put("type", "invalid_request_error").putNull("param")
                .putNull("code");
        return new ProviderOutcome.Failure(ErrorCode.PROVIDER_REJECTED, message, false, null, 0, 0, 0, false,
                (@Nullable JsonNode) null, body.toString(), Quota.UNKNOWN, BAD_REQUEST);
    }
}

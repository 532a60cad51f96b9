package dev.cellmill.worker.provider.http;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.money.NanoDollars;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.ProviderRequest;
import dev.cellmill.worker.provider.transport.HttpCall;
import dev.cellmill.worker.provider.transport.HttpCalls;
import dev.cellmill.worker.provider.transport.HttpResult;
import dev.cellmill.worker.provider.transport.Outcomes;
import dev.cellmill.worker.provider.transport.Secrets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Asks a JSON API; its whole answer is the answer. A call that was answered costs what the operator says it does. */
final class HttpProvider implements Provider {
    private final ProviderProfile profile;
    private final HttpSettings settings;
    private final RequestTemplates templates;
    private final Secrets secrets;
    private final HttpCalls calls;
    private final long cost;

    HttpProvider(ProviderProfile profile, HttpSettings settings, Secrets secrets, HttpCalls calls) {
        this.profile = profile;
        this.settings = settings;
        this.templates = new RequestTemplates(settings);
        this.secrets = secrets;
        this.calls = calls;
        this.cost = NanoDollars.ofDollars(settings.costPerCall());
    }

    @Override
    public ProviderProfile profile() {
        return profile;
    }

    @Override
    public ProviderOutcome call(ProviderRequest request) {
        HttpCall call;
        try {
            call = templates.render(request);
        } catch (UnfitValue e) {
            return new ProviderOutcome.Failure(ErrorCode.PROVIDER_REJECTED, e.getMessage(), false, null, null, null);
        }
        var outcomes = new Outcomes(secrets, RequestTemplates.describe(call, secrets));
        return switch (calls.send(call)) {
            case HttpResult.Failed failed -> outcomes.failure(failed);
            case HttpResult.Answered answered -> read(answered.text(), outcomes.with(answered.quota()));
        };
    }

    private ProviderOutcome read(String received, Outcomes outcomes) {
        JsonNode answer = json(received);
        if (answer == null) {
            return outcomes.invalid("the server's answer is no JSON; look at the provider's url and headers", received);
        }
        // some servers tell what they were asked, headers and all, and the whole answer is kept
        answer = secrets.redact(answer);
        Double confidence = settings.confidence() == null ? null : settings.confidence().in(answer);
        return outcomes.success(answer, confidence, 0, 0, cost, received);
    }

    private static @Nullable JsonNode json(String text) {
        try {
            JsonNode answer = Json.MAPPER.readTree(text);
            return answer.isMissingNode() ? null : answer;
        } catch (JacksonException e) {
            return null;
        }
    }
}

package dev.cellmill.worker.provider.local;

import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.ProviderRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers in the worker, at no cost. An answer's {@code confidence}, where it has one, is the outcome's. */
record LocalProvider(ProviderProfile profile, LocalAnswers answers) implements Provider {

    @Override
    public ProviderOutcome call(ProviderRequest request) {
        ObjectNode answer = answers.answer(request.inputs());
        JsonNode confidence = answer.get("confidence");
        return new ProviderOutcome.Success(answer, confidence == null ? null : confidence.doubleValue(), 0, 0, 0, null,
                null);
    }
}

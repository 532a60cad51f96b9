package dev.cellmill.worker.provider;

import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.plan.ProviderProfile;

/** Stands for a provider whose configuration names a variable that is not set: announced, and never called. */
record AbsentProvider(ProviderProfile profile) implements Provider {

    @Override
    public ProviderOutcome call(ProviderRequest request) {
        return new ProviderOutcome.Failure(
                ErrorCode.PROVIDER_REJECTED,
                "provider %s is absent: set the variable %s and start the worker again"
                        .formatted(profile.name(), profile.missingVariable()),
                false,
                null,
                null,
                null);
    }
}

package dev.cellmill.jobapi.batch;

import dev.cellmill.common.plan.Endpoint;
import dev.cellmill.common.plan.ProviderProfile;
import java.util.Comparator;
import java.util.Map;

/** Who answers a batch's model. Pure. */
sealed interface ModelChoice {

    record Chosen(String provider, String model) implements ModelChoice {}

    /** @param why a sentence with the remedy */
    record None(String why) implements ModelChoice {}

    /** @param mapping by the operator's configuration, of a model to {@code provider} or {@code provider/model} */
    static ModelChoice of(String model, Endpoint endpoint, Map<String, String> mapping,
            Map<String, ProviderProfile> providers) {
        String target = mapping.get(model);
        if (target != null) {
            return mapped(model, target, endpoint, providers);
        }
        return providers.values().stream()
                .filter(provider -> provider.models().containsKey(model) && endpoint.isTakenBy(provider.kind()))
                .filter(provider -> provider.missingVariable() == null && provider.absence() == null)
                .min(Comparator.comparing((ProviderProfile provider) -> !provider.isDefault())
                        .thenComparing(ProviderProfile::name))
                .<ModelChoice>map(provider -> new Chosen(provider.name(), model))
                .orElseGet(() -> new None(
                        ("No provider answers the model \"%s\" at %s; have one list it under \"models\" in"
                                + " the providers' configuration, or map it under cellmill.batches.models.")
                                .formatted(BatchError.shown(model), endpoint.path())));
    }

    private static ModelChoice mapped(String model, String target, Endpoint endpoint,
            Map<String, ProviderProfile> providers) {
        int slash = target.indexOf('/');
        String name = slash < 0 ? target : target.substring(0, slash);
        ProviderProfile provider = providers.get(name);
        if (provider == null || provider.missingVariable() != null || provider.absence() != null
                || !endpoint.isTakenBy(provider.kind())) {
            return new None(
                    "cellmill.batches.models has \"%s\" for the model \"%s\", a provider that cannot be asked %s."
                            .formatted(target, BatchError.shown(model), endpoint.path()));
        }
        return new Chosen(name, slash < 0 ? model : target.substring(slash + 1));
    }
}

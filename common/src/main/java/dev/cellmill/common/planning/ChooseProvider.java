package dev.cellmill.common.planning;

import dev.cellmill.common.job.StepSpec;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.common.problem.DidYouMean;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which provider and model a step uses. */
final class ChooseProvider {
    private final Map<String, ProviderProfile> providers;
    private final Findings findings;

    ChooseProvider(Map<String, ProviderProfile> providers, Findings findings) {
        this.providers = providers;
        this.findings = findings;
    }

    /** Empty if it cannot be used; then it is noted why. */
    Optional<ProviderProfile> provider(StepSpec step) {
        Optional<ProviderProfile> chosen = step.provider() == null ? byDefault(step) : named(step, step.provider());
        return chosen.filter(profile -> {
            if (profile.missingVariable() != null) {
                findings.add(step.pointer() + "/provider",
                        "The provider \"%s\" cannot be called: the variable %s is not set where the workers run."
                                .formatted(profile.name(), profile.missingVariable()));
            }
            if (profile.absence() != null) {
                findings.add(step.pointer() + "/provider", "The provider \"%s\" cannot be called: %s."
                        .formatted(profile.name(), profile.absence()));
            }
            return profile.missingVariable() == null && profile.absence() == null;
        });
    }

    private Optional<ProviderProfile> named(StepSpec step, String name) {
        ProviderProfile profile = providers.get(name);
        if (profile == null) {
            findings.add(step.pointer() + "/provider",
                    "There is no provider \"%s\".%s".formatted(name, DidYouMean.among(providers.keySet(), name)));
        }
        return Optional.ofNullable(profile);
    }

    private Optional<ProviderProfile> byDefault(StepSpec step) {
        Optional<ProviderProfile> profile = providers.values().stream().filter(ProviderProfile::isDefault).findFirst();
        if (profile.isEmpty()) {
            findings.add(step.pointer(), "There is no default provider; name one under \"provider\".%s"
                    .formatted(DidYouMean.among(providers.keySet(), "")));
        }
        return profile;
    }

    /** Null for providers without models, and where none can be chosen; then it is noted why. */
    @Nullable
    String model(StepSpec step, ProviderProfile profile) {
        if (profile.family() != ProviderFamily.LLM) {
            return null;
        }
        if (step.model() != null) {
            return step.model();
        }
        if (profile.defaultModel() != null) {
            return profile.defaultModel();
        }
        if (profile.models().size() == 1) {
            return profile.models().keySet().iterator().next();
        }
        findings.add(step.pointer() + "/model", "The provider \"%s\" lists %d models; name one under \"model\".%s"
                .formatted(profile.name(), profile.models().size(), profile.models().isEmpty()
                        ? ""
                        : DidYouMean.among(List.copyOf(profile.models().keySet()), "")));
        return null;
    }
}

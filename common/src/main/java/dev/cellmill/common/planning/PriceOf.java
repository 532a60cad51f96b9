package dev.cellmill.common.planning;

import dev.cellmill.common.plan.Price;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.ProviderProfile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a step costs by its provider's prices. Pure. */
final class PriceOf {
    /** How servers call the bound of an answer; a step's options have the last word. */
    private static final List<String> BOUNDS = List.of("max_tokens", "max_completion_tokens");

    private PriceOf() {}

    /** Empty if it has no price, or its answers have no bound. */
    static Optional<Price> step(ProviderProfile profile, @Nullable String model, @Nullable Integer maxTokens,
            Map<String, JsonNode> options) {
        if (profile.family() != ProviderFamily.LLM) {
            return Optional.of(Price.perCall(profile.costPerCall()));
        }
        ProviderProfile.Model listed = model == null ? null : profile.models().get(model);
        Integer bound = bound(maxTokens, options);
        if (listed == null || !listed.hasPrice() || bound == null) {
            return Optional.empty();
        }
        return Optional.of(new Price(listed.inputPerMillion(), listed.outputPerMillion(), bound,
                profile.costPerCall()));
    }

    /** The largest that is said; null if one is taken out or is no number. */
    private static @Nullable Integer bound(@Nullable Integer maxTokens, Map<String, JsonNode> options) {
        Integer bound = maxTokens;
        for (String name : BOUNDS) {
            JsonNode option = options.get(name);
            if (option == null) {
                continue;
            }
            if (!option.canConvertToInt() || option.intValue() < 1) {
                return null;
            }
            bound = Math.max(bound == null ? 0 : bound, option.intValue());
        }
        return bound;
    }
}

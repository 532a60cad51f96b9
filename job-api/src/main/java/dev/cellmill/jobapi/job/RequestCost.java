package dev.cellmill.jobapi.job;

import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.ProviderProfile;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What one request costs, from its provider's prices. */
final class RequestCost {
    private static final int MILLION_DIGITS = 6;

    private RequestCost() {}

    /** In USD; null if the provider's model has no price. */
    static @Nullable BigDecimal of(ProviderProfile profile, @Nullable String model, long inputTokens,
            long outputTokens) {
        if (profile.family() != ProviderFamily.LLM) {
            return profile.costPerCall();
        }
        ProviderProfile.Model listed = model == null ? null : profile.models().get(model);
        if (listed == null || !listed.hasPrice()) {
            return null;
        }
        return profile.costPerCall()
                .add(listed.inputPerMillion().multiply(BigDecimal.valueOf(inputTokens, MILLION_DIGITS)))
                .add(listed.outputPerMillion().multiply(BigDecimal.valueOf(outputTokens, MILLION_DIGITS)))
                .stripTrailingZeros();
    }
}

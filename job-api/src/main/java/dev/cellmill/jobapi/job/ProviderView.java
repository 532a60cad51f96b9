package dev.cellmill.jobapi.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cellmill.common.plan.ProviderProfile;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider on the wire.
 *
 * @param inputs that it knows; empty if it takes any
 * @param answers the names in its answers; empty if unknown
 * @param missingVariable the unset variable that makes it absent
 * @param absence what else does
 */
record ProviderView(
        String name,
        String kind,
        String lane,
        @JsonProperty("default") boolean isDefault,
        Health health,
        @Nullable String missingVariable,
        @Nullable String absence,
        Limits limits,
        BigDecimal costPerCall,
        Map<String, ProviderProfile.Model> models,
        @Nullable String defaultModel,
        List<String> inputs,
        List<String> requiredInputs,
        List<String> answers) {

    /** Whether it can be called now. */
    enum Health {
        @JsonProperty("up")
        UP,
        /** It refuses calls for being too many; fewer are made. */
        @JsonProperty("limited")
        LIMITED,
        /** It is down; calls wait until it is back. */
        @JsonProperty("open")
        OPEN, @JsonProperty("absent")
        ABSENT
    }

    /** Rates are for the whole cluster, {@code concurrency} for each worker; null is unlimited. */
    record Limits(@Nullable Integer requestsPerMinute, @Nullable Integer tokensPerMinute, int concurrency,
            String timeout) {}

    /** @param now what workers say of it */
    static ProviderView of(ProviderProfile profile, Health now) {
        ProviderProfile.Limits limits = profile.limits();
        return new ProviderView(profile.name(), profile.kind(), profile.lane(), profile.isDefault(),
                profile.missingVariable() == null && profile.absence() == null ? now : Health.ABSENT,
                profile.missingVariable(), profile.absence(),
                new Limits(limits.requestsPerMinute(), limits.tokensPerMinute(), limits.concurrency(),
                        text(limits.timeout())),
                profile.costPerCall(), profile.models(), profile.defaultModel(), profile.inputNames(),
                profile.requiredInputs(), profile.answerFields());
    }

    private static String text(Duration duration) {
        return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}

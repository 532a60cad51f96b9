package dev.cellmill.jobapi.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cellmill.common.plan.Latencies;
import dev.cellmill.common.plan.ProviderProfile;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Arrays;
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
 * @param latency of the calls that were answered in the last half hour to hour, over all workers
 * @param failures calls of the same time that were not
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
        List<String> answers,
        Latency latency,
        long failures) {

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

    /**
     * In seconds, to within 5 %.
     *
     * @param p50 null where there were no calls, as the others
     * @param count calls
     */
    record Latency(@Nullable Double p50, @Nullable Double p95, @Nullable Double p99, long count) {}

    /**
     * What workers have counted.
     *
     * @param latencies by the buckets of {@link Latencies}
     */
    record Figures(long[] latencies, long failures) {
        static final Figures NONE = new Figures(new long[Latencies.SIZE], 0);

        Figures plus(Figures other) {
            long[] sum = new long[Latencies.SIZE];
            for (int i = 0; i < sum.length; i++) {
                sum[i] = at(latencies, i) + at(other.latencies, i);
            }
            return new Figures(sum, failures + other.failures);
        }

        /** Workers of another version may have had fewer or more. */
        private static long at(long[] counts, int place) {
            return place < counts.length ? counts[place] : 0;
        }

        private Latency latency() {
            return new Latency(quantile(0.5), quantile(0.95), quantile(0.99), Arrays.stream(latencies).sum());
        }

        private @Nullable Double quantile(double share) {
            double seconds = Latencies.quantile(latencies, share);
            return Double.isNaN(seconds)
                    ? null
                    : Double.valueOf(BigDecimal.valueOf(seconds).round(new MathContext(3)).doubleValue());
        }
    }

    /** @param now what workers say of it */
    static ProviderView of(ProviderProfile profile, Health now, Figures figures) {
        ProviderProfile.Limits limits = profile.limits();
        return new ProviderView(profile.name(), profile.kind(), profile.lane(), profile.isDefault(),
                profile.missingVariable() == null && profile.absence() == null ? now : Health.ABSENT,
                profile.missingVariable(), profile.absence(),
                new Limits(limits.requestsPerMinute(), limits.tokensPerMinute(), limits.concurrency(),
                        text(limits.timeout())),
                profile.costPerCall(), profile.models(), profile.defaultModel(), profile.inputNames(),
                profile.requiredInputs(), profile.answerFields(), figures.latency(), figures.failures());
    }

    private static String text(Duration duration) {
        return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}

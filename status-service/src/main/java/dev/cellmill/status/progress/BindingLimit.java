package dev.cellmill.status.progress;

import dev.cellmill.common.estimate.Bound;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which limit binds a job now. A rate that is used to four fifths binds, since a limiter leaves a little unused; else
 * latency, if nothing waits any more; else the job's own concurrency, if it is full; else it is what the providers get
 * through with the concurrency they have. Pure.
 */
final class BindingLimit {
    private static final double USED_UP = 0.8;

    private BindingLimit() {}

    /**
     * A provider of the job.
     *
     * @param requestsPerMinute null if unlimited
     * @param tokensPerMinute null if unlimited
     * @param calls made for the job so far
     * @param tokens in and out, for the job so far
     */
    record ProviderUse(@Nullable Integer requestsPerMinute, @Nullable Integer tokensPerMinute, long calls,
            long tokens) {}

    /**
     * @param perMinute cells that end
     * @param ended so far, from 1
     * @param open cells that have not ended
     * @param inFlight of these, the ones that were sent
     * @param concurrency of the job, null if it has none
     */
    static Bound of(double perMinute, long ended, long open, long inFlight, @Nullable Integer concurrency,
            List<ProviderUse> providers) {
        double perEnd = perMinute / ended;
        double requests = providers.stream().mapToDouble(use -> used(use.calls() * perEnd, use.requestsPerMinute()))
                .max().orElse(0);
        double tokens = providers.stream().mapToDouble(use -> used(use.tokens() * perEnd, use.tokensPerMinute()))
                .max().orElse(0);
        if (Math.max(requests, tokens) >= USED_UP) {
            return requests >= tokens ? Bound.REQUESTS : Bound.TOKENS;
        }
        if (inFlight >= open) {
            return Bound.LATENCY;
        }
        return concurrency != null && inFlight >= concurrency ? Bound.CONCURRENCY : Bound.PROVIDER;
    }

    private static double used(double perMinute, @Nullable Integer limit) {
        return limit == null ? 0 : perMinute / limit;
    }
}

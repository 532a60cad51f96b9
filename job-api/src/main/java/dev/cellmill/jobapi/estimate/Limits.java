package dev.cellmill.jobapi.estimate;

import org.jspecify.annotations.Nullable;

/**
 * What a provider, or a whole job, may do at once.
 *
 * @param requestsPerMinute null if unlimited
 * @param tokensPerMinute input and output together, null if unlimited
 * @param concurrency requests in flight, null if unlimited
 */
public record Limits(@Nullable Integer requestsPerMinute, @Nullable Integer tokensPerMinute,
        @Nullable Integer concurrency) {
    public static final Limits NONE = new Limits(null, null, null);

    public Limits {
        if (requestsPerMinute != null && requestsPerMinute < 1 || tokensPerMinute != null && tokensPerMinute < 1
                || concurrency != null && concurrency < 1) {
            throw new IllegalArgumentException("a limit is at least 1");
        }
    }

    /** With no more in flight than so many. */
    Limits within(@Nullable Integer atMost) {
        if (atMost == null || concurrency != null && concurrency <= atMost) {
            return this;
        }
        return new Limits(requestsPerMinute, tokensPerMinute, atMost);
    }
}

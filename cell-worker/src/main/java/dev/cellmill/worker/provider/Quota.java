package dev.cellmill.worker.provider;

import org.jspecify.annotations.Nullable;

/**
 * What a provider says, beside an answer, of its limits.
 *
 * @param requestsPerMinute null where it names none, or none for a minute
 * @param tokensPerMinute of question and answer, as above
 * @param isLow whether so little of a minute's quota is left that others must be using it too
 */
public record Quota(@Nullable Double requestsPerMinute, @Nullable Double tokensPerMinute, boolean isLow) {
    /** It says nothing. */
    public static final Quota UNKNOWN = new Quota(null, null, false);
}

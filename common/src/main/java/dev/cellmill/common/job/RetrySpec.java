package dev.cellmill.common.job;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often a step is attempted, and the longest first wait between attempts; null where nothing is said.
 *
 * @param rounds how often the cells that failed are run again once the rest has ended
 */
public record RetrySpec(@Nullable Integer maxAttempts, @Nullable Duration baseDelay, int rounds) {
    public static final RetrySpec UNSAID = new RetrySpec(null, null, 0);
}

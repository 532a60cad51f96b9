package dev.cellmill.common.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When and how far a job runs.
 *
 * @param startAt null for at once
 * @param stopsOnError whether the first failed cell ends the job
 * @param requestsPerMinute its own pace, null for what its providers allow
 * @param budget null for none
 * @param stream whether answers are wanted piece by piece, where a provider can
 */
public record RunSpec(
        @Nullable Instant startAt,
        boolean stopsOnError,
        @Nullable Integer requestsPerMinute,
        @Nullable Budget budget,
        boolean stream) {

    /** At once, to its end. */
    public static final RunSpec PLAIN = new RunSpec(null, false, null, null, true);

    /**
     * What a job may cost.
     *
     * @param maxCost nano-dollars, never passed
     * @param alertCost nano-dollars spent at which its owner is told, null for never
     */
    public record Budget(long maxCost, @Nullable Long alertCost) {
        public Budget {
            if (maxCost <= 0 || alertCost != null && (alertCost <= 0 || alertCost > maxCost)) {
                throw new IllegalArgumentException("no budget: %d, alert at %d".formatted(maxCost, alertCost));
            }
        }
    }
}

package dev.cellmill.common.message;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What one step of a cell took. Each step's usage is counted once, whatever its events' order and number.
 *
 * @param attempts calls to the provider, 0 for a cached or coalesced answer
 * @param inputTokens tokens the provider charged for, 0 where it charges none
 * @param cost nano-dollars charged
 * @param saved nano-dollars that a cache or a coalesced call spared
 * @param returned nano-dollars that the end of a dispatch gives back of what was reserved for it; counted once a dispatch
 * @param latencyMillis from the task's start at the worker to its end
 */
public record Usage(
        int attempts,
        long inputTokens,
        long outputTokens,
        long cost,
        long saved,
        long latencyMillis,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long returned) {
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0);

    public Usage {
        if (attempts < 0 || inputTokens < 0 || outputTokens < 0 || cost < 0 || saved < 0 || latencyMillis < 0
                || returned < 0) {
            throw new IllegalArgumentException("usage is never negative");
        }
    }

    /** One that gives nothing back. */
    public Usage(int attempts, long inputTokens, long outputTokens, long cost, long saved, long latencyMillis) {
        this(attempts, inputTokens, outputTokens, cost, saved, latencyMillis, 0);
    }

    /** The same, giving so much back. */
    public Usage returning(long reserved) {
        return new Usage(attempts, inputTokens, outputTokens, cost, saved, latencyMillis, reserved);
    }

    /** Without what it gives back. */
    public Usage plus(Usage other) {
        return new Usage(attempts + other.attempts, inputTokens + other.inputTokens,
                outputTokens + other.outputTokens, cost + other.cost, saved + other.saved,
                latencyMillis + other.latencyMillis);
    }
}

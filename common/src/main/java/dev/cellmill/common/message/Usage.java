package dev.cellmill.common.message;

/**
 * What one step of a cell took. Each step's usage is counted once, whatever its events' order and number.
 *
 * @param attempts calls to the provider, 0 for a cached or coalesced answer
 * @param inputTokens tokens the provider charged for, 0 where it charges none
 * @param cost nano-dollars charged
 * @param saved nano-dollars that a cache or a coalesced call spared
 * @param latencyMillis from the task's start at the worker to its end
 */
public record Usage(int attempts, long inputTokens, long outputTokens, long cost, long saved, long latencyMillis) {
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0);

    public Usage {
        if (attempts < 0 || inputTokens < 0 || outputTokens < 0 || cost < 0 || saved < 0 || latencyMillis < 0) {
            throw new IllegalArgumentException("usage is never negative");
        }
    }

    public Usage plus(Usage other) {
        return new Usage(attempts + other.attempts, inputTokens + other.inputTokens,
                outputTokens + other.outputTokens, cost + other.cost, saved + other.saved,
                latencyMillis + other.latencyMillis);
    }
}

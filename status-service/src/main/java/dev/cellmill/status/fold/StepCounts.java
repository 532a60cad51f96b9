package dev.cellmill.status.fold;

import dev.cellmill.common.message.Usage;

/**
 * What tasks of one step took, as {@code status.step_progress} adds it up. A task counts once, when it leaves its lane,
 * so these only grow. Averages are over the calls: an answer from a cache tells nothing of the next one from the provider.
 */
final class StepCounts {
    long tasks;
    long calls;
    long inputTokens;
    long outputTokens;
    long cost;
    long callMillis;

    void add(Usage used) {
        tasks++;
        inputTokens += used.inputTokens();
        outputTokens += used.outputTokens();
        cost += used.cost();
        if (used.attempts() > 0) {
            calls++;
            callMillis += used.latencyMillis();
        }
    }
}

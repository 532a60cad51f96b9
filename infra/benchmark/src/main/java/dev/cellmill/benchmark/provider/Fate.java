package dev.cellmill.benchmark.provider;

/**
 * What becomes of one call.
 *
 * @param nanos from its arrival to its answer
 * @param status as {@link Failures} has it
 * @param tellsUsage whether the answer says how many tokens it took; they are billed in any case
 */
record Fate(long nanos, int status, int inputTokens, int outputTokens, boolean tellsUsage) {
    boolean isBilled() {
        return status == Failures.SUCCESS || status == Failures.LOST;
    }

    /** Of the input: what a server would have had in a cache of its own. It costs what the rest does. */
    int cachedTokens() {
        return inputTokens / 3;
    }

    /** Of the output: what a model would have thought and not shown. */
    int reasoningTokens() {
        return outputTokens / 3;
    }
}

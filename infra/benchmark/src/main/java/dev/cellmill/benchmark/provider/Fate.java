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
}

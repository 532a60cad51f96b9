package dev.cellmill.benchmark.cluster;

import org.jspecify.annotations.Nullable;

/**
 * A call as the provider's ledger has it; times as {@link System#nanoTime} tells them, in microseconds.
 *
 * @param answeredMicros null while it is under way
 * @param status null while it is under way
 */
record SeenCall(
        long sequence,
        String key,
        long arrivedMicros,
        @Nullable Long answeredMicros,
        @Nullable Integer status,
        int inputTokens,
        int outputTokens,
        long priceNanoDollars) {

    /** Now, on the clock of the ledger. */
    static long now() {
        return System.nanoTime() / 1_000;
    }

    boolean isUnderWayAt(long micros) {
        return arrivedMicros <= micros && (answeredMicros == null || answeredMicros > micros);
    }
}

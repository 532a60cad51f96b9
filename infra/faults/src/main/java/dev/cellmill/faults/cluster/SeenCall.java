package dev.cellmill.faults.cluster;

import org.jspecify.annotations.Nullable;

/**
 * A call as a provider's ledger has it; times as {@link System#nanoTime} tells them, in microseconds.
 *
 * @param answeredMicros null while it is under way
 * @param status null while it is under way; -1 done, but the answer never arrived
 */
public record SeenCall(long sequence, String key, long arrivedMicros, @Nullable Long answeredMicros,
        @Nullable Integer status, long priceNanoDollars) {

    /** Now, on the clock of the ledger. */
    public static long now() {
        return System.nanoTime() / 1_000;
    }
}

package dev.cellmill.benchmark.provider;

import org.jspecify.annotations.Nullable;

/**
 * One line of the ledger. Monotonic times are those of {@link System#nanoTime}, which on Linux and macOS all processes of a
 * machine share, in microseconds.
 *
 * @param sequence from 0, in order of arrival; goes on after the ledger was emptied
 * @param arrivedMicros monotonic
 * @param arrivedUnixMicros by the wall clock, since 1970
 * @param answeredMicros monotonic, just before the answer is sent; null while the call is under way
 * @param status null while the call is under way; 0 dropped undone, -1 done but the answer lost
 * @param inputTokens billed
 * @param outputTokens billed
 * @param priceNanoDollars what is billed for it, in 10⁻⁹ USD
 */
record Call(
        long sequence,
        String key,
        long arrivedMicros,
        long arrivedUnixMicros,
        @Nullable Long answeredMicros,
        @Nullable Integer status,
        int inputTokens,
        int outputTokens,
        long priceNanoDollars) {}

package dev.cellmill.benchmark.provider;

import org.jspecify.annotations.Nullable;

/**
 * How the provider behaves.
 *
 * @param limit null for none
 * @param wording of its chat answers
 */
record Behaviour(Fates fates, @Nullable SlidingWindow limit, Prices prices, Wording wording) {
    /** 0 if the call is let in, else the nanoseconds after which one would be. */
    long refusedFor(long arrivedNanos) {
        return limit == null ? 0 : limit.enter(arrivedNanos);
    }

    Bill bill(Fate fate, boolean countsTokens) {
        if (!fate.isBilled()) {
            return Bill.NOTHING;
        }
        int input = countsTokens ? fate.inputTokens() : 0;
        int output = countsTokens ? fate.outputTokens() : 0;
        return new Bill(input, output, prices.of(input, output));
    }
}

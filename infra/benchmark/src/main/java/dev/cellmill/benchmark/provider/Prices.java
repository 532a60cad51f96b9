package dev.cellmill.benchmark.provider;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What the provider bills. Reckoned here anew, so that the ledger judges what others reckoned.
 *
 * @param inputPerMillion USD for a million tokens
 * @param outputPerMillion USD for a million tokens
 * @param perCall USD for each call that was done, whatever its tokens
 */
record Prices(BigDecimal inputPerMillion, BigDecimal outputPerMillion, BigDecimal perCall) {
    private static final int NANO = 9;
    private static final int MILLION = 6;

    Prices {
        if (inputPerMillion.signum() < 0 || outputPerMillion.signum() < 0 || perCall.signum() < 0) {
            throw new IllegalArgumentException("prices are 0 or above");
        }
    }

    /** In nano-dollars, rounded up. */
    long of(long inputTokens, long outputTokens) {
        return inputPerMillion.multiply(BigDecimal.valueOf(inputTokens))
                .add(outputPerMillion.multiply(BigDecimal.valueOf(outputTokens)))
                .movePointLeft(MILLION)
                .add(perCall)
                .movePointRight(NANO)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
    }
}

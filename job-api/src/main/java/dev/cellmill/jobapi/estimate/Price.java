package dev.cellmill.jobapi.estimate;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * What a provider's model charges, in USD.
 *
 * @param inputPerMillion for a million input tokens
 * @param perCall whatever the tokens
 */
public record Price(BigDecimal inputPerMillion, BigDecimal outputPerMillion, BigDecimal perCall) {
    public static final Price FREE = new Price(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    private static final int MILLION_DIGITS = 6;

    public Price {
        requireNonNull(inputPerMillion, "inputPerMillion is null");
        requireNonNull(outputPerMillion, "outputPerMillion is null");
        requireNonNull(perCall, "perCall is null");
    }

    /** Exact. */
    public BigDecimal ofInput(long tokens) {
        return inputPerMillion.multiply(BigDecimal.valueOf(tokens, MILLION_DIGITS));
    }

    /** Exact. */
    public BigDecimal ofOutput(long tokens) {
        return outputPerMillion.multiply(BigDecimal.valueOf(tokens, MILLION_DIGITS));
    }

    /** Exact. */
    public BigDecimal ofCalls(long calls) {
        return perCall.multiply(BigDecimal.valueOf(calls));
    }
}

package dev.cellmill.common.plan;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * What an attempt of a step costs, known when the job was submitted.
 *
 * @param inputPerMillion USD for a million input tokens
 * @param maxTokens most output tokens of one answer
 * @param perCall USD for each call that is answered
 */
public record Price(BigDecimal inputPerMillion, BigDecimal outputPerMillion, int maxTokens, BigDecimal perCall) {

    public Price {
        requireNonNull(inputPerMillion, "inputPerMillion is null");
        requireNonNull(outputPerMillion, "outputPerMillion is null");
        requireNonNull(perCall, "perCall is null");
        if (maxTokens < 0) {
            throw new IllegalArgumentException("maxTokens is at least 0, not " + maxTokens);
        }
    }

    /** Of a provider that is paid by the call, or not at all. */
    public static Price perCall(BigDecimal dollars) {
        return new Price(BigDecimal.ZERO, BigDecimal.ZERO, 0, dollars);
    }

    public boolean isFree() {
        return inputPerMillion.signum() == 0 && outputPerMillion.signum() == 0 && perCall.signum() == 0;
    }
}

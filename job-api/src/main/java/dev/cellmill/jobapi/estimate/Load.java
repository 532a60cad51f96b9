package dev.cellmill.jobapi.estimate;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * The requests of one step of a job's columns.
 *
 * @param stage of its columns: those of later stages wait for those of earlier ones, row by row
 * @param requests expected, from 0
 */
public record Load(String provider, int stage, long requests, Expected expected, Price price) {
    public Load {
        requireNonNull(provider, "provider is null");
        requireNonNull(expected, "expected is null");
        requireNonNull(price, "price is null");
        if (requests < 0 || stage < 0) {
            throw new IllegalArgumentException("requests and stages count from 0");
        }
    }

    /**
     * Of cells of which only a part comes this far.
     *
     * @param reach 0 to 1
     * @return requests expected, rounded up
     */
    public static long requests(long cells, double reach) {
        return (long) Math.ceil(cells * Math.clamp(reach, 0, 1));
    }

    public long inputTokens() {
        return Math.round(requests * expected.inputTokens());
    }

    public long outputTokens() {
        return Math.round(requests * expected.outputTokens());
    }

    /** USD. */
    public BigDecimal inputCost() {
        return price.ofInput(inputTokens());
    }

    /** USD. */
    public BigDecimal outputCost() {
        return price.ofOutput(outputTokens());
    }

    /** USD; what a call costs by itself included. */
    public BigDecimal cost() {
        return inputCost().add(outputCost()).add(price.ofCalls(requests));
    }
}

package dev.cellmill.status.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cellmill.common.money.NanoDollars;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * How an ended job came out against the estimate that was kept at its submission. Pure: of the same figures it is
 * always the same. Time counts from the start to the end, pauses included.
 *
 * @param cost in USD, the margin is 10 %
 * @param time in seconds, the margin is 20 %
 */
record Variance(Part cost, Part time) {
    private static final double COST_MARGIN = 10;
    private static final double TIME_MARGIN = 20;

    /** What was expected. @param cost USD */
    record Expected(BigDecimal cost, double seconds) {}

    /**
     * @param variance what it took less what was expected
     * @param percentageDiff of what was expected, one decimal; null where nothing was expected and something came
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Part(BigDecimal variance, @Nullable Double percentageDiff, boolean withinMargin) {}

    /** @param cost nano-dollars */
    static Variance of(Expected expected, long cost, double seconds) {
        return new Variance(part(expected.cost(), NanoDollars.toDollars(cost), COST_MARGIN),
                part(BigDecimal.valueOf(expected.seconds()), BigDecimal.valueOf(seconds), TIME_MARGIN));
    }

    private static Part part(BigDecimal expected, BigDecimal actual, double margin) {
        BigDecimal variance = actual.subtract(expected).stripTrailingZeros();
        if (variance.signum() == 0) {
            return new Part(BigDecimal.ZERO, 0.0, true);
        }
        if (expected.signum() == 0) {
            return new Part(variance, null, false);
        }
        double percent = variance.movePointRight(2).divide(expected, 6, RoundingMode.HALF_UP).doubleValue();
        return new Part(variance, Math.round(percent * 10) / 10.0, Math.abs(percent) <= margin);
    }
}

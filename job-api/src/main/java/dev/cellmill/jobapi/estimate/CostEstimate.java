package dev.cellmill.jobapi.estimate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * What a job costs, in USD. Pure.
 *
 * @param total calls that cost by themselves included
 * @param perCell total over the cells, to the nano-dollar
 */
public record CostEstimate(BigDecimal total, BigDecimal perCell, BigDecimal input, BigDecimal output,
        long inputTokens, long outputTokens) {
    private static final int NANO_DIGITS = 9;

    /** @param cells that are filled, from 0 */
    public static CostEstimate of(List<Load> loads, long cells) {
        BigDecimal total = sum(loads.stream().map(Load::cost).toList());
        BigDecimal perCell = cells == 0
                ? BigDecimal.ZERO
                : total.divide(BigDecimal.valueOf(cells), NANO_DIGITS, RoundingMode.HALF_UP);
        return new CostEstimate(total, plain(perCell), sum(loads.stream().map(Load::inputCost).toList()),
                sum(loads.stream().map(Load::outputCost).toList()),
                loads.stream().mapToLong(Load::inputTokens).sum(),
                loads.stream().mapToLong(Load::outputTokens).sum());
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return plain(amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    /** Without trailing zeros, and never as 1E+1. */
    static BigDecimal plain(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}

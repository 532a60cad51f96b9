package dev.cellmill.common.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Money is a {@code long} of nano-dollars (10⁻⁹ USD) everywhere inside; these are its edges. */
public final class NanoDollars {
    /** Decimals of a dollar. */
    public static final int SCALE = 9;

    private static final BigDecimal LARGEST_BUDGET = BigDecimal.valueOf(1_000_000);

    private NanoDollars() {}

    /**
     * Dollars that a budget may be: a number above 0 and at most 1,000,000, in whole nano-dollars; zeros at its end say
     * nothing. Empty for all else, also for 1e999, which is a number of JSON, and infinite.
     */
    public static Optional<BigDecimal> budget(JsonNode given) {
        return given.decimalValueOpt().filter(dollars -> dollars.signum() > 0
                && dollars.compareTo(LARGEST_BUDGET) <= 0 && dollars.stripTrailingZeros().scale() <= SCALE);
    }

    /** Rounds up, so that a price is never understated. @throws ArithmeticException beyond ±9.2 billion USD */
    public static long ofDollars(BigDecimal dollars) {
        return dollars.movePointRight(SCALE).setScale(0, RoundingMode.CEILING).longValueExact();
    }

    /** Exact. */
    public static BigDecimal toDollars(long nanoDollars) {
        return BigDecimal.valueOf(nanoDollars, SCALE).stripTrailingZeros();
    }
}

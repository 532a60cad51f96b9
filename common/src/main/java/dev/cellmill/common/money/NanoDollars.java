package dev.cellmill.common.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Money is a {@code long} of nano-dollars (10⁻⁹ USD) everywhere inside; these are its edges. */
public final class NanoDollars {
    /** Decimals of a dollar. */
    public static final int SCALE = 9;

    private NanoDollars() {}

    /** Rounds up, so that a price is never understated. @throws ArithmeticException beyond ±9.2 billion USD */
    public static long ofDollars(BigDecimal dollars) {
        return dollars.movePointRight(SCALE).setScale(0, RoundingMode.CEILING).longValueExact();
    }

    /** Exact. */
    public static BigDecimal toDollars(long nanoDollars) {
        return BigDecimal.valueOf(nanoDollars, SCALE).stripTrailingZeros();
    }
}

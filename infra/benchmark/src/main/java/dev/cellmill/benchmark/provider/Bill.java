package dev.cellmill.benchmark.provider;

/** What one call is charged. @param priceNanoDollars in 10⁻⁹ USD */
record Bill(int inputTokens, int outputTokens, long priceNanoDollars) {
    static final Bill NOTHING = new Bill(0, 0, 0);
}

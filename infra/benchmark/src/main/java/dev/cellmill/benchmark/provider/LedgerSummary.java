package dev.cellmill.benchmark.provider;

import java.util.Map;

/**
 * The ledger in figures.
 *
 * @param keys that were called
 * @param mostCallsOfAKey 1 if none was called twice
 * @param underWay calls without an answer yet
 * @param mostUnderWay at once
 * @param byStatus answered calls; 0 dropped undone, -1 done but the answer lost
 */
record LedgerSummary(
        int calls,
        int keys,
        int mostCallsOfAKey,
        int underWay,
        int mostUnderWay,
        Map<Integer, Long> byStatus,
        long inputTokens,
        long outputTokens,
        long priceNanoDollars) {
    LedgerSummary {
        byStatus = Map.copyOf(byStatus);
    }
}

package dev.cellmill.status.progress;

import static java.util.Objects.requireNonNull;

/**
 * A column's counters as the fold keeps them.
 *
 * @param cost nano-dollars
 * @param saved nano-dollars
 */
record ColumnCounters(
        String name,
        long running,
        long done,
        long failed,
        long skipped,
        long cancelled,
        long inputTokens,
        long outputTokens,
        long cost,
        long saved,
        long byProvider,
        long byMemory,
        long byStore,
        long byCoalesced,
        double confidenceSum,
        long confidenceCount) {

    ColumnCounters {
        requireNonNull(name, "name is null");
    }

    /** Of a column that no event has been about. */
    static ColumnCounters none(String name) {
        return new ColumnCounters(name, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    ColumnCounters plus(ColumnCounters other) {
        return new ColumnCounters(name, running + other.running, done + other.done, failed + other.failed,
                skipped + other.skipped, cancelled + other.cancelled, inputTokens + other.inputTokens,
                outputTokens + other.outputTokens, cost + other.cost, saved + other.saved,
                byProvider + other.byProvider, byMemory + other.byMemory, byStore + other.byStore,
                byCoalesced + other.byCoalesced, confidenceSum + other.confidenceSum,
                confidenceCount + other.confidenceCount);
    }
}

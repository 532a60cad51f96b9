package dev.cellmill.status.fold;

import dev.cellmill.common.message.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Sums over cells of one column, as {@code status.column_progress} keeps them, or a change of them. A cell's share
 * follows from the cell alone, so counters equal the cells as long as each change adds the new share and takes the old.
 */
final class ColumnCounts {
    /** The whole numbers, named as the table's columns. */
    enum Counter {
        RUNNING, DONE, FAILED, SKIPPED, CANCELLED, ATTEMPTS, INPUT_TOKENS, OUTPUT_TOKENS, COST, SAVED, BY_PROVIDER, BY_MEMORY, BY_STORE, BY_COALESCED, CONFIDENCE_COUNT
    }

    private static final Counter[] COUNTERS = Counter.values();

    private final long[] counts = new long[COUNTERS.length];
    private double confidenceSum;

    /** Adds what the cell became and takes what it was. */
    void change(@Nullable Cell before, Cell after) {
        if (before != null) {
            add(before, -1);
        }
        add(after, 1);
    }

    private void add(Cell cell, int sign) {
        Outcome outcome = cell.outcome();
        switch (outcome.state()) {
            case QUEUED -> {
            }
            case RUNNING -> add(Counter.RUNNING, sign);
            case DONE -> addDone(outcome, sign);
            case FAILED -> add(Counter.FAILED, sign);
            case SKIPPED -> add(Counter.SKIPPED, sign);
            case CANCELLED -> add(Counter.CANCELLED, sign);
        }
        Usage totals = cell.totals();
        add(Counter.ATTEMPTS, sign * (long) totals.attempts());
        add(Counter.INPUT_TOKENS, sign * totals.inputTokens());
        add(Counter.OUTPUT_TOKENS, sign * totals.outputTokens());
        add(Counter.COST, sign * totals.cost());
        add(Counter.SAVED, sign * totals.saved());
    }

    private void addDone(Outcome outcome, int sign) {
        add(Counter.DONE, sign);
        if (outcome.servedBy() != null) {
            add(switch (outcome.servedBy()) {
                case PROVIDER -> Counter.BY_PROVIDER;
                case MEMORY -> Counter.BY_MEMORY;
                case STORE -> Counter.BY_STORE;
                case COALESCED -> Counter.BY_COALESCED;
            }, sign);
        }
        if (outcome.confidence() != null) {
            add(Counter.CONFIDENCE_COUNT, sign);
            confidenceSum += sign * (double) outcome.confidence();
        }
    }

    private void add(Counter counter, long by) {
        counts[counter.ordinal()] += by;
    }

    long get(Counter counter) {
        return counts[counter.ordinal()];
    }

    double confidenceSum() {
        return confidenceSum;
    }
}

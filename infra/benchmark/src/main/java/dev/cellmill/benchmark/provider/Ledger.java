package dev.cellmill.benchmark.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every call since it was last emptied, in memory. Thread-safe. */
final class Ledger {
    private static final long NANOS_PER_MICRO = 1_000;

    private final int maxCalls;
    private final List<LedgerPage> pages = new ArrayList<>();
    private final Map<Integer, Long> byStatus = new TreeMap<>();
    private KeyCounts keys = new KeyCounts();
    /** The sequence of the first call that is kept. */
    private long first;
    private int calls;
    private int underWay;
    private int mostUnderWay;
    private long inputTokens;
    private long outputTokens;
    private long price;

    /** A call that was taken in. @param earlier calls of the same key before it */
    record Entry(long sequence, int earlier) {}

    Ledger(int maxCalls) {
        if (maxCalls < 1) {
            throw new IllegalArgumentException("the ledger has room for one call or more");
        }
        this.maxCalls = maxCalls;
    }

    /** @throws LedgerFull if it takes no more */
    synchronized Entry begin(byte[] key, long nanos, long unixMicros) {
        if (calls == maxCalls) {
            throw new LedgerFull(maxCalls);
        }
        if (calls == pages.size() * LedgerPage.CALLS) {
            pages.add(new LedgerPage());
        }
        int earlier = keys.add(key);
        page(calls).begin(calls % LedgerPage.CALLS, key, nanos / NANOS_PER_MICRO, unixMicros);
        mostUnderWay = Math.max(mostUnderWay, ++underWay);
        return new Entry(first + calls++, earlier);
    }

    /** Once for each call. Of one that was emptied out in between nothing is noted. */
    synchronized void end(long sequence, long nanos, int status, Bill bill) {
        if (sequence < first) {
            return;
        }
        int index = (int) (sequence - first);
        page(index).end(index % LedgerPage.CALLS, nanos / NANOS_PER_MICRO, status, bill);
        underWay--;
        byStatus.merge(status, 1L, Long::sum);
        inputTokens += bill.inputTokens();
        outputTokens += bill.outputTokens();
        price += bill.priceNanoDollars();
    }

    /** An answer that was noted did not reach its caller. It is billed all the same. */
    synchronized void lost(long sequence) {
        if (sequence < first) {
            return;
        }
        int index = (int) (sequence - first);
        byStatus.merge(page(index).status(index % LedgerPage.CALLS), -1L, Long::sum);
        byStatus.merge(Failures.LOST, 1L, Long::sum);
        page(index).setStatus(index % LedgerPage.CALLS, Failures.LOST);
    }

    /** @param from a sequence; earlier ones are left out */
    synchronized List<Call> read(long from, int atMost) {
        var read = new ArrayList<Call>();
        for (long sequence = Math.max(from, first); sequence < first + calls && read.size() < atMost; sequence++) {
            int index = (int) (sequence - first);
            read.add(page(index).call(index % LedgerPage.CALLS, sequence));
        }
        return read;
    }

    synchronized LedgerSummary summary() {
        var answered = new TreeMap<>(byStatus);
        answered.values().removeIf(count -> count == 0);
        return new LedgerSummary(
                calls, keys.keys(), keys.most(), underWay, mostUnderWay, answered, inputTokens, outputTokens, price);
    }

    /** Forgets every call, those under way too. */
    synchronized void clear() {
        first += calls;
        calls = 0;
        pages.clear();
        keys = new KeyCounts();
        byStatus.clear();
        underWay = 0;
        mostUnderWay = 0;
        inputTokens = 0;
        outputTokens = 0;
        price = 0;
    }

    private LedgerPage page(int index) {
        return pages.get(index / LedgerPage.CALLS);
    }
}

package dev.cellmill.benchmark.provider;

import java.nio.charset.StandardCharsets;

/** So many calls of the ledger, column by column: 46 bytes a call and its key. Not thread-safe. */
final class LedgerPage {
    static final int CALLS = 1 << 12;
    /** Of no call, since a status has three digits. */
    private static final short UNDER_WAY = Short.MIN_VALUE;

    private final byte[][] keys = new byte[CALLS][];
    private final long[] arrived = new long[CALLS];
    private final long[] arrivedUnix = new long[CALLS];
    private final long[] answered = new long[CALLS];
    private final int[] inputTokens = new int[CALLS];
    private final int[] outputTokens = new int[CALLS];
    private final long[] prices = new long[CALLS];
    private final short[] statuses = new short[CALLS];

    void begin(int at, byte[] key, long micros, long unixMicros) {
        keys[at] = key;
        arrived[at] = micros;
        arrivedUnix[at] = unixMicros;
        statuses[at] = UNDER_WAY;
    }

    void end(int at, long micros, int status, Bill bill) {
        answered[at] = micros;
        statuses[at] = (short) status;
        inputTokens[at] = bill.inputTokens();
        outputTokens[at] = bill.outputTokens();
        prices[at] = bill.priceNanoDollars();
    }

    int status(int at) {
        return statuses[at];
    }

    void setStatus(int at, int status) {
        statuses[at] = (short) status;
    }

    Call call(int at, long sequence) {
        boolean underWay = statuses[at] == UNDER_WAY;
        return new Call(
                sequence,
                new String(keys[at], StandardCharsets.UTF_8),
                arrived[at],
                arrivedUnix[at],
                underWay ? null : answered[at],
                underWay ? null : (int) statuses[at],
                inputTokens[at],
                outputTokens[at],
                prices[at]);
    }
}

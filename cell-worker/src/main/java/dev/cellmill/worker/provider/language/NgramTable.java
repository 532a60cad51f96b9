package dev.cellmill.worker.provider.language;

/** Weights by run of characters: a hash table with open addressing over flat arrays. Written once, then only read. */
final class NgramTable {
    private static final int CHARACTER_BITS = 16;

    /** No run of characters is 0, since each begins with a character other than NUL. */
    private static final long EMPTY = 0;

    private final long[] runs;
    private final int[] starts;
    private final byte[] columns;
    private final float[] weights;
    private int used;

    /**
     * @param runCount how many runs will be put
     * @param weightCount how many weights they have together
     */
    NgramTable(int runCount, int weightCount) {
        int slots = Integer.highestOneBit(Math.max(runCount, 1)) * 4;
        this.runs = new long[slots];
        this.starts = new int[slots];
        this.columns = new byte[weightCount + runCount];
        this.weights = new float[weightCount + runCount];
    }

    /** A run as a number, character by character; at most three. */
    static long append(long run, char character) {
        return run << CHARACTER_BITS | character;
    }

    static long pack(String run) {
        return run.chars().asLongStream().reduce(0, (packed, character) -> append(packed, (char) character));
    }

    /** A list of weights ends with the column -1. */
    void put(long run, int[] itsColumns, double[] itsWeights) {
        int slot = slot(run);
        runs[slot] = run;
        starts[slot] = used;
        for (int i = 0; i < itsColumns.length; i++) {
            columns[used] = (byte) itsColumns[i];
            weights[used++] = (float) itsWeights[i];
        }
        columns[used++] = -1;
    }

    void addWeights(long run, double[] sums) {
        int slot = slot(run);
        if (run == EMPTY || runs[slot] == EMPTY) {
            return;
        }
        for (int i = starts[slot]; columns[i] >= 0; i++) {
            sums[columns[i]] += weights[i];
        }
    }

    /** Where the run is, or would be. At least half of the slots stay empty, so the search ends. */
    private int slot(long run) {
        int mask = runs.length - 1;
        int slot = (int) (run * 0x9E3779B97F4A7C15L >>> 40) & mask;
        while (runs[slot] != EMPTY && runs[slot] != run) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}

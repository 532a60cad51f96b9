package dev.cellmill.benchmark.provider;

/** How often each key was called, by its hash: 12 bytes a slot where a map of objects takes 80. Not thread-safe. */
final class KeyCounts {
    private static final int FIRST_SLOTS = 1 << 10;

    private long[] hashes = new long[FIRST_SLOTS];
    /** 0 where the slot is free. */
    private int[] counts = new int[FIRST_SLOTS];
    private int keys;
    private int most;

    /** Counts one more. @return how often the key was called before */
    int add(byte[] key) {
        if (keys >= hashes.length / 4 * 3) {
            grow();
        }
        long hash = KeyHash.of(key);
        int slot = slot(hash);
        if (counts[slot] == 0) {
            hashes[slot] = hash;
            keys++;
        }
        most = Math.max(most, counts[slot] + 1);
        return counts[slot]++;
    }

    int keys() {
        return keys;
    }

    /** Calls of the key that was called most. */
    int most() {
        return most;
    }

    /** Its own, or the free one where it belongs. */
    private int slot(long hash) {
        int slot = (int) hash & hashes.length - 1;
        while (counts[slot] != 0 && hashes[slot] != hash) {
            slot = slot + 1 & hashes.length - 1;
        }
        return slot;
    }

    private void grow() {
        long[] oldHashes = hashes;
        int[] oldCounts = counts;
        hashes = new long[oldHashes.length * 2];
        counts = new int[oldCounts.length * 2];
        for (int old = 0; old < oldHashes.length; old++) {
            if (oldCounts[old] != 0) {
                int slot = slot(oldHashes[old]);
                hashes[slot] = oldHashes[old];
                counts[slot] = oldCounts[old];
            }
        }
    }
}

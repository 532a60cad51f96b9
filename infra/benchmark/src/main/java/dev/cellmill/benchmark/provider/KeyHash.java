package dev.cellmill.benchmark.provider;

/** 64 bits of a key: among five million keys two are the same once in a million runs. */
final class KeyHash {
    /** FNV-1a (Fowler, Noll, Vo). */
    private static final long BASIS = 0xCBF29CE484222325L;
    private static final long PRIME = 0x100000001B3L;

    private KeyHash() {}

    static long of(byte[] key) {
        long hash = BASIS;
        for (byte next : key) {
            hash = (hash ^ (next & 0xFF)) * PRIME;
        }
        return mixed(hash);
    }

    /** The finalizer of MurmurHash3: every bit of the result hangs on every bit given. */
    static long mixed(long bits) {
        long mixed = (bits ^ (bits >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }
}

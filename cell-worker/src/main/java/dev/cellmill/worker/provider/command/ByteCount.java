package dev.cellmill.worker.provider.command;

/** Sizes as people read them. */
final class ByteCount {
    private static final long KILO = 1024;
    private static final long MEGA = KILO * KILO;

    private ByteCount() {}

    /** Rounded down to whole units. */
    static String shown(long bytes) {
        if (bytes < KILO) {
            return bytes + (bytes == 1 ? " byte" : " bytes");
        }
        return bytes < MEGA ? bytes / KILO + " KB" : bytes / MEGA + " MB";
    }
}

package dev.cellmill.common.estimate;

/** Durations as one says them. Pure. */
public final class SpokenTime {
    private SpokenTime() {}

    /** In the largest unit that counts to two, rounded: 18 minutes, 3 hours, 1 second. */
    public static String of(long seconds) {
        if (seconds < 120) {
            return inUnits(seconds, "second");
        }
        long minutes = Math.round(seconds / 60.0);
        if (minutes < 120) {
            return inUnits(minutes, "minute");
        }
        long hours = Math.round(seconds / 3600.0);
        return hours < 48 ? inUnits(hours, "hour") : inUnits(Math.round(seconds / 86_400.0), "day");
    }

    private static String inUnits(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}

package dev.cellmill.status.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How long a job will take from now, if it goes on at its mean rate so far. Ends are taken as a Poisson process: the
 * rate from n ends is uncertain by 1/√n, which widens the 90th percentile. Pure.
 *
 * @param boundBy what limits the rate, null where it is not known
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Remaining(long secondsP50, long secondsP90, String formatted, @Nullable String boundBy) {
    private static final double P90_OF_NORMAL = 1.2816;

    /** @return null where nothing has ended yet */
    static @Nullable Remaining of(long ended, long open, double elapsedSeconds) {
        if (ended == 0 || elapsedSeconds <= 0) {
            return null;
        }
        double seconds = open * elapsedSeconds / ended;
        double slow = seconds * (1 + P90_OF_NORMAL / Math.sqrt(ended));
        long whole = (long) Math.ceil(seconds);
        return new Remaining(whole, (long) Math.ceil(slow), format(whole), null);
    }

    /** In the largest unit that counts to two, rounded: 18 minutes, 3 hours, 1 second. */
    static String format(long seconds) {
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

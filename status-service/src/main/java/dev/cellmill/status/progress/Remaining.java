package dev.cellmill.status.progress;

import dev.cellmill.common.estimate.Bound;
import dev.cellmill.common.estimate.SpokenTime;

/**
 * How long a job will take from now, if it goes on at its pace. The 90th percentile is of a normal distribution with the
 * pace's uncertainty. Pure.
 *
 * @param boundBy what limits the pace now
 */
record Remaining(long secondsP50, long secondsP90, String formatted, Bound boundBy) {
    private static final double P90_OF_NORMAL = 1.2816;

    /** @param open cells that have not ended */
    static Remaining of(long open, Pace pace, Bound boundBy) {
        double seconds = open / pace.perSecond();
        double slow = seconds * (1 + P90_OF_NORMAL * pace.uncertainty());
        long whole = (long) Math.ceil(seconds);
        return new Remaining(whole, (long) Math.ceil(slow), SpokenTime.of(whole), boundBy);
    }
}

package dev.cellmill.jobapi.schedule;

/**
 * How many cells a lane may have in flight: about a second and a half of work, so that a priority, a pause or a small job beside
 * a large one takes effect within that time. Pure; the scheduler of the lane owns it.
 *
 * <p>Little's law (L = λ W; Little 1961): cells in flight = drain rate × time in flight. With W = 1.5 s the window is
 * {@code rate × 1.5 s}, of which a tenant alone fills three quarters: so another tenant's few cells are done in less than
 * two seconds, what the fold and the look at it take included. The rate is what left the lane over the time in which it had work, measured whenever a tenant's
 * part of the window has drained or a second of work has passed, and smoothed by halves (an exponentially weighted
 * moving average with α = 1/2).
 *
 * <p>A growing window at most doubles with each measurement, as in TCP's slow start (RFC 5681, 3.1), and one that was
 * not half full is left as it is, since then the demand was measured and not the lane (RFC 7661). It is never under
 * 4/3 of what the live workers can run at once: a tenant may fill three quarters, which keeps every place busy where
 * one cell takes longer than that. While no worker is alive it does not shrink: that nothing drains then says
 * nothing of the lane.
 */
final class LaneWindow {
    private static final double SECONDS_OF_WORK = 1.5;
    private static final double NANOS = 1e9;
    private static final long LONGEST_MEASUREMENT = 1_000_000_000L;

    /** A lane whose cells take half a second each has so much work in so many for each that it can run. */
    private static final long INITIAL_PER_PLACE = 4;

    private final int initial;
    private final int max;
    private int size;
    private int floor = 1;
    private boolean workersLive;

    private long last;
    private long inFlight;

    private long busy;
    private long drained;
    private long fullest;
    private double rate = -1;

    /**
     * @param initial cells at most before anything is measured
     * @param max cells at most, whatever is measured
     */
    LaneWindow(int initial, int max) {
        if (initial < 1 || max < initial) {
            throw new IllegalArgumentException("no window between %d and %d".formatted(initial, max));
        }
        this.initial = initial;
        this.size = initial;
        this.max = max;
    }

    /**
     * @param now monotonic, in nanoseconds
     * @param gone cells that left the lane since the last call
     * @param inFlightNow cells in the lane now
     * @param capacity cells that live workers can run at once in this lane
     */
    void observe(long now, long gone, long inFlightNow, int capacity) {
        if (inFlight > 0) {
            busy += now - last;
            drained += gone;
            fullest = Math.max(fullest, inFlight);
        }
        last = now;
        inFlight = inFlightNow;
        floor = (int) Math.min(max, Math.max(1, (4L * capacity + 2) / 3));
        workersLive = capacity > 0;
        if (rate < 0 && workersLive) {
            size = (int) Math.min(initial, INITIAL_PER_PLACE * capacity);
        }
        if (busy > 0 && (drained >= tenantPart() || busy >= LONGEST_MEASUREMENT)) {
            measure();
        }
        size = Math.clamp(size, floor, max);
    }

    /** Cells were sent to the lane since it was last observed. */
    void sent(long cells) {
        inFlight += cells;
    }

    /** Cells that may be in flight in the lane. */
    int size() {
        return size;
    }

    /** Cells that one tenant may have in flight in the lane: three quarters, so that there is room for the next. */
    int tenantPart() {
        return Math.max(1, (int) (size * 3L / 4));
    }

    /** Whether so many cells keep the lane busy for a second, as far as its speed is known. */
    boolean isSecondOfWork(long cells) {
        return rate > 0 && cells >= rate;
    }

    private void measure() {
        double measured = drained / (busy / NANOS);
        rate = rate < 0 ? measured : (rate + measured) / 2;
        if (fullest * 2 >= size) {
            long wanted = Math.min(Math.round(rate * SECONDS_OF_WORK), 2L * size);
            size = Math.clamp(wanted, workersLive ? floor : size, max);
        }
        busy = 0;
        drained = 0;
        fullest = 0;
    }
}

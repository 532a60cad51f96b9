package dev.cellmill.benchmark.provider;

import java.util.regex.Pattern;

/**
 * A strict limit: in no window of the given length, wherever it begins, more calls than allowed. Those refused do not count.
 * Remembers the time of each of the last calls, so it is exact. Thread-safe.
 */
final class SlidingWindow {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,7})/(\\d{1,8})");
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long windowNanos;
    /** When the last calls were let in, in a ring; {@code next} is the oldest. */
    private final long[] times;
    private int next;
    private int held;
    private long latest = Long.MIN_VALUE;

    /** @param calls 1 or more */
    SlidingWindow(int calls, long windowNanos) {
        if (calls < 1 || windowNanos < 1) {
            throw new IllegalArgumentException("a limit is of one call or more, in a window of 1 ms or more");
        }
        this.windowNanos = windowNanos;
        this.times = new long[calls];
    }

    /** {@code 100/1000}: so many calls in any so many milliseconds. */
    static SlidingWindow parse(String text) {
        var shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            throw new IllegalArgumentException("a limit is calls/milliseconds, such as 100/1000, not " + text);
        }
        return new SlidingWindow(
                Integer.parseInt(shape.group(1)), Long.parseLong(shape.group(2)) * NANOS_PER_MILLI);
    }

    /**
     * Lets a call in, or not.
     *
     * @param time of its arrival; a call that comes here after a later one counts as of that one's time
     * @return 0 if it is let in, else the nanoseconds after which one would be
     */
    synchronized long enter(long time) {
        long now = Math.max(time, latest);
        latest = now;
        if (held == times.length) {
            long age = now - times[next];
            if (age < windowNanos) {
                return windowNanos - age;
            }
        } else {
            held++;
        }
        times[next] = now;
        next = (next + 1) % times.length;
        return 0;
    }
}

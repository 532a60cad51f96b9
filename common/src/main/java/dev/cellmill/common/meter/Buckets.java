package dev.cellmill.common.meter;

import java.time.Duration;
import java.util.stream.LongStream;

/**
 * Upper bounds of histograms' buckets, the same in every service and version, so that buckets of several can be added
 * up.
 */
public final class Buckets {
    private static final long[] MILLIS = {5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000};

    private Buckets() {}

    /** Of times: from 5 ms to 60 s, as calls to providers take. */
    public static Duration[] times() {
        return LongStream.of(MILLIS).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    /** Of how many came together: from 1 to 5,000. */
    public static double[] sizes() {
        return new double[]{1, 10, 50, 100, 500, 1_000, 2_000, 5_000};
    }
}

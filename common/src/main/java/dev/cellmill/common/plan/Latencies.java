package dev.cellmill.common.plan;

/**
 * How long calls took, in buckets of which each is a tenth wider than the one before, from a tenth of a millisecond to about
 * three quarters of an hour: a quantile is off by 5 % at most, and those of several workers can be added up. Pure.
 */
public final class Latencies {
    /** Buckets; the last one has all that is longer. */
    public static final int SIZE = 180;

    private static final double SHORTEST = 1e-4;
    private static final double GROWTH = 1.1;

    private Latencies() {}

    /** The bucket of a time in seconds. */
    public static int bucket(double seconds) {
        if (!(seconds > SHORTEST)) {
            return 0;
        }
        return (int) Math.min(SIZE - 1L, (long) Math.ceil(Math.log(seconds / SHORTEST) / Math.log(GROWTH)));
    }

    /** The time in seconds that stands for a bucket: its geometric middle. */
    static double middle(int bucket) {
        return bucket == 0 ? SHORTEST : SHORTEST * Math.pow(GROWTH, bucket - 0.5);
    }

    /**
     * The time that this share of the calls took at most, in seconds.
     *
     * @param counts by bucket
     * @param share 0 to 1
     * @return NaN where there are no calls
     */
    public static double quantile(long[] counts, double share) {
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        long wanted = Math.max(1, (long) Math.ceil(share * all));
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (all > 0 && seen >= wanted) {
                return middle(bucket);
            }
        }
        return Double.NaN;
    }
}

package dev.cellmill.worker.run;

/**
 * How many tokens a provider counts for each that was estimated: the mean of the first calls, then an exponentially weighted
 * moving average over its calls,
 * so that a budget in tokens is used up and not passed although a call's tokens are known only once it is over.
 * Thread-safe: writers may overwrite each other, it is an estimate.
 */
final class TokenRatio {
    private static final double WEIGHT = 1.0 / 16;
    private static final double LEAST = 0.01;
    private static final double MOST = 100;
    /** Too much rather than too little until a few calls have told. */
    private static final double UNKNOWN = 2;

    private volatile int samples;
    private volatile double ratio = UNKNOWN;

    /** At least 1. */
    long tokens(long estimate) {
        return Math.max(1, Math.round(estimate * ratio));
    }

    void counted(long estimate, long actual) {
        if (estimate > 0 && actual > 0) {
            double seen = Math.clamp((double) actual / estimate, LEAST, MOST);
            samples = samples + 1;
            ratio = ratio + (seen - ratio) * Math.max(WEIGHT, 1.0 / samples);
        }
    }
}

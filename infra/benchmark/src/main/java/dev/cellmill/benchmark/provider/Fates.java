package dev.cellmill.benchmark.provider;

import java.util.SplittableRandom;

/**
 * Draws the fate of each call from a seed, the call's key and how often the key was called before: in whatever order calls
 * arrive, the n-th of a key fares the same in every run.
 *
 * @param seed another one, other fates
 * @param withoutUsage the part of answers that tell no usage, 0 to 1
 */
record Fates(long seed, LatencyDistribution latency, Failures failures, TokenRange input, TokenRange output,
        double withoutUsage) {
    /** The golden ratio's, which SplittableRandom steps by; calls of a key are far apart by it. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    Fates {
        if (!(withoutUsage >= 0 && withoutUsage <= 1)) {
            throw new IllegalArgumentException("the part of answers without usage is 0 to 1, not " + withoutUsage);
        }
    }

    /** @param earlier calls of this key */
    Fate of(byte[] key, int earlier) {
        var random = new SplittableRandom(KeyHash.of(key) + KeyHash.mixed(seed + GOLDEN * (earlier + 1L)));
        int status = failures.status(random.nextDouble());
        boolean tellsUsage = random.nextDouble() >= withoutUsage;
        return new Fate(latency.draw(random), status, input.draw(random), output.draw(random), tellsUsage);
    }
}

package dev.cellmill.classify;

import java.util.Arrays;

/**
 * Makes probabilities of likenesses: a softmax whose temperature was fitted (Guo et al. 2017, temperature scaling), so
 * that of the answers given with confidence 0.8 about 80 % are right, on texts like those that it was fitted on.
 */
final class Confidence {
    /**
     * 1 / temperature. The likelihood of the right labels, over sets of 2, 4, 8 and 18 labels, is greatest at 34 without
     * and at 29 with examples; in between, both are calibrated to 0.035 (ECE) or better.
     */
    private static final double SHARPNESS = 30;

    private Confidence() {}

    /** In the order given; they add up to 1. */
    static double[] of(double[] alike) {
        double most = Arrays.stream(alike).max().orElseThrow();
        double[] weights = Arrays.stream(alike).map(likeness -> Math.exp(SHARPNESS * (likeness - most))).toArray();
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }
}

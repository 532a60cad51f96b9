package dev.cellmill.benchmark;

import java.util.List;
import java.util.stream.Collectors;

/** One answer of a classifier. */
record Judgement(boolean isRight, double confidence) {
    private static final int BINS = 10;

    /** The share of right ones. */
    static double accuracy(List<Judgement> judgements) {
        return judgements.stream().mapToDouble(judgement -> judgement.isRight() ? 1 : 0).average().orElse(0);
    }

    /**
     * The expected calibration error (Naeini et al. 2015): how far confidence and accuracy lie apart in each of ten bins of
     * confidence, on average over the answers.
     */
    static double calibrationError(List<Judgement> judgements) {
        return judgements.stream()
                .collect(Collectors.groupingBy(judgement -> Math.min(BINS - 1, (int) (judgement.confidence() * BINS))))
                .values().stream()
                .mapToDouble(bin -> bin.size() * Math.abs(accuracy(bin) - meanConfidence(bin)))
                .sum() / judgements.size();
    }

    private static double meanConfidence(List<Judgement> judgements) {
        return judgements.stream().mapToDouble(Judgement::confidence).average().orElse(0);
    }
}

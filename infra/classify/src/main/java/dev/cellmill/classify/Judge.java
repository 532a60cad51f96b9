package dev.cellmill.classify;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells which label a text has. Keeps the directions of the labels and examples of the latest questions, as every cell of
 * a column asks the same one. Thread-safe.
 */
final class Judge {
    /** About 32 MB. */
    private static final int KEPT_VECTORS = 20_000;

    private static final double ROUNDING = 10_000;

    private final TextVectors vectors;
    private final Cache<Question, LabelVectors> kept = Caffeine.newBuilder()
            .maximumWeight(KEPT_VECTORS)
            .weigher((Question question, LabelVectors _) -> question.size())
            .build();

    Judge(TextVectors vectors) {
        this.vectors = vectors;
    }

    /** {@code {label, confidence, scores}}; of an empty text no label, with confidence 0. */
    ObjectNode answer(String text, Question question) {
        if (text.isBlank()) {
            return answer(null, 0, JsonNodeFactory.instance.objectNode());
        }
        double[] confidences = Confidence
                .of(kept.get(question, asked -> LabelVectors.of(asked, vectors)).alike(vectors.of(text)));
        ObjectNode scores = JsonNodeFactory.instance.objectNode();
        int best = 0;
        for (int i = 0; i < confidences.length; i++) {
            scores.put(question.labels().get(i), rounded(confidences[i]));
            best = confidences[i] > confidences[best] ? i : best;
        }
        return answer(question.labels().get(best), rounded(confidences[best]), scores);
    }

    private static ObjectNode answer(@Nullable String label, double confidence,
            ObjectNode scores) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("label", label).put("confidence", confidence).set("scores", scores);
        return answer;
    }

    private static double rounded(double confidence) {
        return Math.round(confidence * ROUNDING) / ROUNDING;
    }
}

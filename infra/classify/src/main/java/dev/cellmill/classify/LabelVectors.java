package dev.cellmill.classify;

import dev.cellmill.common.plan.PlannedStep.Example;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where the labels of a question lie: each at the mean of its sentence and its examples, as in prototypical networks
 * (Snell et al. 2017), and near each single example. Pure, immutable.
 */
record LabelVectors(List<String> labels, List<Placed> places) {
    /**
     * How many examples the label's own sentence counts for, and what the nearest example counts for beside the mean, so
     * that a text like a validated one takes its label. Chosen by hand within half a point of the most accurate pair, over
     * 1, 5 and 20 examples for each of 2 to 18 labels.
     */
    private static final int SENTENCE_WEIGHT = 5;
    private static final double NEAREST_WEIGHT = 0.2;

    LabelVectors {
        labels = List.copyOf(labels);
        places = List.copyOf(places);
    }

    private record Placed(Vector middle, List<Vector> examples) {
        double alike(Vector text) {
            double middling = text.alike(middle);
            return examples.stream().mapToDouble(text::alike).max().stream()
                    .map(nearest -> (1 - NEAREST_WEIGHT) * middling + NEAREST_WEIGHT * nearest)
                    .findFirst()
                    .orElse(middling);
        }
    }

    /** Examples whose answer is no label of the question are left out. */
    static LabelVectors of(Question question, TextVectors vectors) {
        List<Placed> places = question.labels().stream().map(label -> {
            List<Vector> examples = question.examples().stream()
                    .filter(example -> example.answer().equals(label) && !example.prompt().isBlank())
                    .map(Example::prompt)
                    .map(vectors::of)
                    .toList();
            var all = new ArrayList<>(
                    Collections.nCopies(SENTENCE_WEIGHT, vectors.of(question.options().sentence(label))));
            all.addAll(examples);
            return new Placed(Vector.mean(all), examples);
        }).toList();
        return new LabelVectors(question.labels(), places);
    }

    /** How well each label fits the text, in the order of the labels: cosines, or nearly. */
    double[] alike(Vector text) {
        return places.stream().mapToDouble(place -> place.alike(text)).toArray();
    }
}

package dev.cellmill.classify;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.plan.LabelOptions;
import dev.cellmill.common.plan.PlannedStep.Example;
import java.util.List;

/** What is asked of every text of a step: which of the labels it has, going by the examples. */
record Question(List<String> labels, LabelOptions options, List<Example> examples) {

    Question {
        labels = List.copyOf(labels);
        requireNonNull(options, "options is null");
        examples = List.copyOf(examples);
        if (labels.isEmpty()) {
            throw new IllegalArgumentException("there is no label");
        }
    }

    /** Directions that are kept for it, at most. */
    int size() {
        return labels.size() + examples.size();
    }
}

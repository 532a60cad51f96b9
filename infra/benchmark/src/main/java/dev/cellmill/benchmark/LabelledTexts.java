package dev.cellmill.benchmark;

import dev.cellmill.common.plan.PlannedStep.Example;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Glosses of WordNet, each with the topic that its lexicographers gave it. Half are for fitting, half for measuring. */
record LabelledTexts(List<LabelledText> all) {
    private static final String FILE = "/wordnet-topics.tsv";
    private static final String COMMENT = "#";

    record LabelledText(boolean isForFitting, String label, String text) {}

    LabelledTexts {
        all = List.copyOf(all);
    }

    static LabelledTexts read() throws IOException {
        try (var lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(LabelledTexts.class.getResourceAsStream(FILE), FILE), StandardCharsets.UTF_8))) {
            return new LabelledTexts(lines.lines()
                    .filter(line -> !line.startsWith(COMMENT))
                    .map(line -> line.split("\t", 3))
                    .map(parts -> new LabelledText(parts[0].equals("fit"), parts[1], parts[2]))
                    .toList());
        }
    }

    List<String> labels() {
        return all.stream().map(LabelledText::label).distinct().toList();
    }

    /** For measuring: of each label the first so many. */
    List<LabelledText> test(int perLabel) {
        return first(false, perLabel);
    }

    /** Of each label the first so many that are for fitting, as people would have validated them. */
    List<Example> examples(int perLabel) {
        return first(true, perLabel).stream().map(text -> new Example(text.text(), text.label())).toList();
    }

    private List<LabelledText> first(boolean forFitting, int perLabel) {
        return all.stream()
                .filter(text -> text.isForFitting() == forFitting)
                .collect(Collectors.groupingBy(LabelledText::label))
                .values().stream()
                .flatMap(texts -> texts.stream().limit(perLabel))
                .toList();
    }
}

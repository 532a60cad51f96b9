package dev.cellmill.benchmark;

import dev.cellmill.benchmark.LabelledTexts.LabelledText;
import java.util.List;
import java.util.Map;

/**
 * How often the provider {@code classify} is right about the topics of dictionary glosses, how well its confidence tells
 * that, and how fast it is: with no example, and with 5 and 20 for each of 18 labels.
 */
final class Classify implements Benchmark.Scenario {
    private static final List<Integer> EXAMPLES = List.of(0, 5, 20);
    private static final double NANOS = 1e9;

    @Override
    public void run(Figures figures) throws Exception {
        LabelledTexts labelled = LabelledTexts.read();
        List<LabelledText> texts = labelled.test(Integer.MAX_VALUE);
        try (var classifier = new ClassifierAlone()) {
            long start = System.nanoTime();
            classifier.judge(texts.subList(0, 1), labelled.labels(), List.of());
            figures.print("firstAnswer", (System.nanoTime() - start) / NANOS, "s", Map.of());
            for (int examples : EXAMPLES) {
                measure(figures, classifier, labelled, texts, examples);
            }
            figures.print("peakResident", PeakMemory.residentMegabytes(), "MB", Map.of());
        }
    }

    private static void measure(Figures figures, ClassifierAlone classifier, LabelledTexts labelled,
            List<LabelledText> texts, int examples) throws Exception {
        List<String> labels = labelled.labels();
        var shown = labelled.examples(examples);
        // so that the time is the texts' alone
        classifier.judge(texts.subList(0, 1), labels, shown);
        long start = System.nanoTime();
        List<Judgement> judgements = classifier.judge(texts, labels, shown);
        double seconds = (System.nanoTime() - start) / NANOS;
        Map<String, ?> shape = Map.of("texts", texts.size(), "labels", labels.size(), "examplesPerLabel", examples);
        figures.print("accuracy", Judgement.accuracy(judgements), "", shape);
        figures.print("calibrationError", Judgement.calibrationError(judgements), "", shape);
        figures.print("textsPerSecond", texts.size() / seconds, "texts/s", shape);
    }
}

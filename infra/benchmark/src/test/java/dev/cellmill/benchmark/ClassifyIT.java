package dev.cellmill.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cellmill.common.plan.PlannedStep.Example;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bounds lie a little under what {@code ./cellmill bench classify} gives for all texts. */
class ClassifyIT {
    private static final int TEXTS_PER_LABEL = 20;

    private static LabelledTexts texts;
    private static ClassifierAlone classifier;

    @BeforeAll
    static void start() throws Exception {
        texts = LabelledTexts.read();
        classifier = new ClassifierAlone();
    }

    @AfterAll
    static void stop() {
        classifier.close();
    }

    @Test
    void withoutAnyExampleItIsMostlyRightAndKnowsHowOften() throws Exception {
        List<Judgement> judgements = judge(List.of());

        assertThat(Judgement.accuracy(judgements)).isGreaterThan(0.84);
        assertThat(Judgement.calibrationError(judgements)).isLessThan(0.06);
    }

    @Test
    void withFiveExamplesForEachLabelItIsRightMoreOften() throws Exception {
        List<Judgement> judgements = judge(texts.examples(5));

        assertThat(Judgement.accuracy(judgements)).isGreaterThan(0.875);
        assertThat(Judgement.calibrationError(judgements)).isLessThan(0.06);
    }

    @Test
    void theCalibrationErrorIsWhatConfidenceIsOffByOnAverage() {
        List<Judgement> tooSure = Collections.nCopies(3, new Judgement(false, 0.95));
        List<Judgement> sure = Collections.nCopies(1, new Judgement(true, 1.0));

        assertThat(Judgement.calibrationError(tooSure)).isCloseTo(0.95, within(1e-9));
        assertThat(Judgement.calibrationError(sure)).isZero();
    }

    private static List<Judgement> judge(List<Example> examples) throws Exception {
        return classifier.judge(texts.test(TEXTS_PER_LABEL), texts.labels(), examples);
    }
}

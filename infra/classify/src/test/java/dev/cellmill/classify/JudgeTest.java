package dev.cellmill.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cellmill.common.plan.LabelOptions;
import dev.cellmill.common.plan.PlannedStep.Example;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class JudgeTest {
    private final Corners model = new Corners();
    private final Judge judge = new Judge(model);

    @Test
    void theNearestLabelIsTheAnswer() {
        JsonNode answer = judge.answer("XXY", question(List.of("X", "Y", "Z")));

        assertThat(answer.get("label").stringValue()).isEqualTo("X");
        assertThat(answer.get("confidence").doubleValue()).isEqualTo(answer.at("/scores/X").doubleValue())
                .isGreaterThan(0.99);
        assertThat(answer.get("scores").propertyNames()).containsExactly("X", "Y", "Z");
    }

    @Test
    void aTextBetweenTwoLabelsHasHalfTheConfidence() {
        assertThat(judge.answer("XY", question(List.of("X", "Y"))).get("confidence").doubleValue())
                .isCloseTo(0.5, within(0.001));
    }

    @Test
    void examplesPullTheDecision() {
        var without = question(List.of("X", "Y"));
        Question with = question(List.of("X", "Y"), new Example("Z", "Y"), new Example("Z Z", "Y"));

        assertThat(judge.answer("XZ", without).get("label").stringValue()).isEqualTo("X");
        assertThat(judge.answer("XZZZ", with).get("label").stringValue()).isEqualTo("Y");
        assertThat(judge.answer("X", with).get("label").stringValue()).isEqualTo("X");
    }

    @Test
    void examplesWithOtherAnswersOrWithoutTextCountForNothing() {
        var alone = question(List.of("X", "Y"));
        Question with = question(List.of("X", "Y"), new Example("Z", "an old label"), new Example(" ", "Y"));

        assertThat(judge.answer("XZZ", with)).isEqualTo(judge.answer("XZZ", alone));
    }

    @Test
    void aDescriptionStandsForItsLabel() {
        var options = new LabelOptions("{label}", Map.of("A", "X", "B", "Y"));

        assertThat(judge.answer("Y", new Question(List.of("A", "B"), options, List.of())).get("label").stringValue())
                .isEqualTo("B");
    }

    @Test
    void anEmptyTextHasNoLabel() {
        assertThat(judge.answer(" \n", question(List.of("X", "Y"))))
                .hasToString("{\"label\":null,\"confidence\":0.0,\"scores\":{}}");
    }

    @Test
    void ofOneLabelAndOfAThousandThereIsAnAnswer() {
        List<String> thousand = Stream.concat(IntStream.range(0, 999).mapToObj("label %d"::formatted), Stream.of("Z"))
                .toList();

        assertThat(judge.answer("Y", question(List.of("X"))).get("label").stringValue()).isEqualTo("X");
        assertThat(judge.answer("Z", question(thousand)).get("label").stringValue()).isEqualTo("Z");
    }

    @Test
    void labelsThatTheModelCannotTellApartGoToTheFirst() {
        JsonNode answer = judge.answer("X", question(List.of("X", "XX")));

        assertThat(answer.get("label").stringValue()).isEqualTo("X");
        assertThat(answer.get("confidence").doubleValue()).isEqualTo(0.5);
    }

    @Test
    void labelsAndExamplesAreReadOnceForAllTexts() {
        Question question = question(List.of("X", "Y"), new Example("Z", "Y"));

        for (int text = 0; text < 10; text++) {
            judge.answer("X", question);
        }

        assertThat(model.texts).hasValue(10 + 3);
    }

    private static Question question(List<String> labels, Example... examples) {
        return new Question(labels, new LabelOptions("{label}", Map.of()), List.of(examples));
    }
}

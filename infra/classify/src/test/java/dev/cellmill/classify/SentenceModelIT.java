package dev.cellmill.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cellmill.common.plan.LabelOptions;
import dev.cellmill.common.plan.PlannedStep.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real model. */
class SentenceModelIT {
    private static final LazyModel MODEL = new LazyModel();
    private static final List<String> TOPICS = List.of("sport", "cooking", "law", "music");

    private final Judge judge = new Judge(MODEL);

    @AfterAll
    static void close() throws Exception {
        MODEL.close();
    }

    /** Cosines of the original model, in 32 bits, as its publishers show them: 8 bits change the second digit at most. */
    @Test
    void likeMeaningsPointAlike() {
        Vector sentence = MODEL.of("That is a happy person");

        assertThat(sentence.alike(MODEL.of("That is a happy dog"))).isCloseTo(0.695, within(0.05));
        assertThat(sentence.alike(MODEL.of("That is a very happy person"))).isCloseTo(0.943, within(0.05));
        assertThat(sentence.alike(MODEL.of("Today is a sunny day"))).isCloseTo(0.257, within(0.05));
    }

    @Test
    void theSameTextIsTheSameAnswerOnAnyThread() throws Exception {
        Question question = question();
        List<String> texts = IntStream.range(0, 40).mapToObj("The jury was told of %d witnesses."::formatted).toList();
        var alone = texts.stream().map(text -> judge.answer(text, question)).toList();

        try (var threads = Executors.newFixedThreadPool(4)) {
            var answers = new ArrayList<Future<?>>();
            texts.forEach(text -> answers.add(threads.submit(() -> judge.answer(text, question))));

            for (int i = 0; i < texts.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo(alone.get(i));
            }
        }
    }

    @Test
    void whatIsBeyondTheModelsTokensIsNotRead() {
        String first = "The court heard the appeal. ".repeat(60);

        assertThat(MODEL.of(first + "Whisk the eggs.").components()).isEqualTo(MODEL.of(first).components());
        assertThat(MODEL.of("Whisk the eggs." + first).components()).isNotEqualTo(MODEL.of(first).components());
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "🙂", "\uD800", "日本語", "x́̂̃", "a\u0000b", "[CLS]",
            "ααααααααααααααααααααααααααααααααααααααααααα"})
    void anyTextHasADirection(String text) {
        Vector vector = MODEL.of(text);

        assertThat(vector.alike(vector)).isCloseTo(1, within(1e-5));
    }

    @Test
    void examplesTeachWhatTheLabelDoesNotSay() {
        List<String> labels = List.of("P1", "P2");
        var examples = List.of(
                new Example("The site is down for all customers", "P1"),
                new Example("Nobody can log in since this morning", "P1"),
                new Example("Please change the colour of the button", "P2"),
                new Example("There is a typing error on the help page", "P2"));
        var question = new Question(labels, new LabelOptions("This text is about {label}.", Map.of()), examples);

        assertThat(label("All our users see an outage", question)).isEqualTo("P1");
        assertThat(label("The heading has a spelling mistake", question)).isEqualTo("P2");
        assertThat(label("Nobody can log in since this morning", question)).isEqualTo("P1");
    }

    @Test
    void labelsThatDifferByCaseAreOneToTheModel() {
        var question = new Question(List.of("Law", "law", "music"),
                new LabelOptions("This text is about {label}.", Map.of()), List.of());

        var answer = judge.answer("The jury found the defendant guilty.", question);

        assertThat(answer.get("label").stringValue()).isEqualTo("Law");
        assertThat(answer.at("/scores/law")).isEqualTo(answer.at("/scores/Law"));
    }

    @Test
    void plainTopicsAreTold() {
        assertThat(label("She scored in extra time and won the cup.", question())).isEqualTo("sport");
        assertThat(label("Simmer the sauce until it thickens.", question())).isEqualTo("cooking");
        assertThat(label("The defendant pleaded not guilty.", question())).isEqualTo("law");
        assertThat(label("The second movement is a slow waltz in A minor.", question())).isEqualTo("music");
    }

    private String label(String text, Question question) {
        return judge.answer(text, question).get("label").stringValue();
    }

    private static Question question() {
        return new Question(TOPICS, new LabelOptions("This text is about {label}.", Map.of()), List.of());
    }
}

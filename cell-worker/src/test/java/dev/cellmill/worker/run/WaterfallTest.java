package dev.cellmill.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.message.Answer;
import dev.cellmill.common.message.CellError;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.plan.OutputType;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class WaterfallTest {
    private static final OutputType NUMBER = OutputType.of(OutputType.Kind.NUMBER);
    private static final CellError ERROR = new CellError(ErrorCode.PROVIDER_REJECTED, "no", false, 1);
    private static final JsonNode NULL = JsonNodeFactory.instance.nullNode();
    private static final JsonNode VALUE = JsonNodeFactory.instance.stringNode("x");

    /** What a step may bring: a failure (null), no answer (JSON null), or an answer with or without confidence. */
    record Brought(boolean failed, boolean isNull, @Nullable Double confidence) {}

    @Provide
    Arbitrary<List<Brought>> steps() {
        Arbitrary<Double> confidence = Arbitraries.doubles().between(0, 1).ofScale(2).injectNull(0.2);
        return confidence.flatMap(c -> Arbitraries.integers().between(0, 9)
                .map(kind -> new Brought(kind == 0, kind == 1, c))).list().ofMinSize(1).ofMaxSize(6);
    }

    @Property
    void aWholeWaterfallEndsAtTheFirstGoodAnswerElseWithTheBest(
            @ForAll("steps") List<Brought> steps, @ForAll boolean isText) {
        double minimum = 0.7;
        OutputType output = isText ? OutputType.TEXT : NUMBER;
        Answer best = null;
        Waterfall.Next next = new Waterfall.Next.Hop(null);
        int step = 0;
        while (next instanceof Waterfall.Next.Hop hop) {
            best = hop.best();
            boolean last = step == steps.size() - 1;
            Brought brought = steps.get(step);
            next = brought.failed()
                    ? Waterfall.afterFailure(ERROR, last, best)
                    : Waterfall.afterAnswer(answer(brought, step), output, minimum, last, best);
            step++;
        }

        int good = -1;
        for (int i = steps.size() - 1; i >= 0; i--) {
            Brought each = steps.get(i);
            boolean passes = each.confidence() == null ? !isText : each.confidence() >= minimum;
            good = !each.failed() && !each.isNull() && passes ? i : good;
        }
        if (good >= 0) {
            assertThat(step).isEqualTo(good + 1);
            assertThat(next).isEqualTo(new Waterfall.Next.End(answer(steps.get(good), good)));
            return;
        }
        assertThat(step).isEqualTo(steps.size());
        List<Brought> answers = steps.stream().filter(each -> !each.failed() && !each.isNull()).toList();
        if (!answers.isEmpty()) {
            assertThat(next).isInstanceOfSatisfying(Waterfall.Next.End.class, end -> {
                assertThat(end.answer().belowThreshold()).isTrue();
                double highest = answers.stream().map(Brought::confidence).filter(Objects::nonNull)
                        .mapToDouble(Double::doubleValue).max().orElse(-1);
                assertThat(end.answer().confidence() == null ? -1 : end.answer().confidence()).isEqualTo(highest);
                assertThat(end.answer().step()).as("the earliest of the best").isEqualTo(
                        IntStream.range(0, steps.size()).filter(i -> answers.contains(steps.get(i)))
                                .filter(i -> Objects.requireNonNullElse(steps.get(i).confidence(), -1.0) == highest)
                                .findFirst().orElseThrow());
            });
        } else if (steps.getLast().failed()) {
            assertThat(next).isEqualTo(new Waterfall.Next.Fail(ERROR));
        } else {
            assertThat(next).isInstanceOfSatisfying(Waterfall.Next.End.class,
                    end -> assertThat(end.answer().value().isNull()).isTrue());
        }
    }

    @Test
    void withoutAMinimumAnyAnswerIsTaken() {
        Answer answer = answer(new Brought(false, false, 0.0), 0);
        assertThat(Waterfall.afterAnswer(answer, OutputType.TEXT, null, false, null))
                .isEqualTo(new Waterfall.Next.End(answer));
    }

    @Test
    void aNullHopsEvenWithoutAMinimum() {
        Answer nothing = answer(new Brought(false, true, null), 0);
        assertThat(Waterfall.afterAnswer(nothing, OutputType.TEXT, null, false, null))
                .isEqualTo(new Waterfall.Next.Hop(null));
    }

    @Test
    void ofEquallyConfidentAnswersTheEarlierStays() {
        Answer first = answer(new Brought(false, false, 0.5), 0);
        var hop = (Waterfall.Next.Hop) Waterfall.afterAnswer(first, OutputType.TEXT, 0.9, false, null);
        var end = (Waterfall.Next.End) Waterfall.afterAnswer(answer(new Brought(false, false, 0.5), 1),
                OutputType.TEXT, 0.9, true, hop.best());
        assertThat(end.answer().step()).isZero();
    }

    @Test
    void anAnswerAtTheMinimumIsTaken() {
        Answer answer = answer(new Brought(false, false, 0.7), 0);
        assertThat(Waterfall.afterAnswer(answer, OutputType.TEXT, 0.7, false, null))
                .isEqualTo(new Waterfall.Next.End(answer));
    }

    /** Each step has its own minimum: what was too little for one is not judged again by the next. */
    @Test
    void theBestSoFarLosesToAnAnswerThatReachesItsOwnStepsMinimum() {
        Answer best = answer(new Brought(false, false, 0.6), 0);
        Answer later = answer(new Brought(false, false, 0.4), 1);
        assertThat(Waterfall.afterAnswer(later, OutputType.TEXT, 0.3, true, best))
                .isEqualTo(new Waterfall.Next.End(later));
    }

    @ParameterizedTest
    @CsvSource({", 0.0, 1", "0.0, , 0", ", , 0", "0.2, 0.1, 0", "0.1, 0.2, 1"})
    void anAnswerWithoutConfidenceIsTheLeastAndTheEarlierOfTwo(@Nullable Double first, @Nullable Double second,
            int winner) {
        var hop = (Waterfall.Next.Hop) Waterfall.afterAnswer(answer(new Brought(false, false, first), 0),
                OutputType.TEXT, 0.9, false, null);
        var end = (Waterfall.Next.End) Waterfall.afterAnswer(answer(new Brought(false, false, second), 1),
                OutputType.TEXT, 0.9, true, hop.best());
        assertThat(end.answer().step()).isEqualTo(winner);
        assertThat(end.answer().belowThreshold()).isTrue();
    }

    @Test
    void aFailureAtTheEndLeavesTheBestAnswerSeenMarked() {
        var hop = (Waterfall.Next.Hop) Waterfall.afterAnswer(answer(new Brought(false, false, 0.5), 0),
                OutputType.TEXT, 0.9, false, null);
        assertThat(Waterfall.afterFailure(ERROR, true, hop.best())).isInstanceOfSatisfying(Waterfall.Next.End.class,
                end -> assertThat(end.answer().belowThreshold()).isTrue());
    }

    private static Answer answer(Brought brought, int step) {
        return new Answer(brought.isNull() ? NULL : VALUE, "p", null, brought.confidence(), step, false,
                ServedBy.PROVIDER, new Fingerprint(1, 2));
    }
}

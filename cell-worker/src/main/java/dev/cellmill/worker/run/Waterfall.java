package dev.cellmill.worker.run;

import dev.cellmill.common.message.Answer;
import dev.cellmill.common.message.CellError;
import dev.cellmill.common.plan.OutputType;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What follows a step of a column's waterfall. An answer is taken if its confidence reaches the step's minimum; one
 * without confidence if it was validated against a type other than text; any, where no minimum is set. A null is no
 * answer while there is a further step. After the last step the best answer seen counts, marked as below the
 * threshold; without any, the last error. Of equally confident answers the earlier one is the better.
 */
final class Waterfall {
    private static final Comparator<Answer> BY_CONFIDENCE = Comparator
            .comparing(Answer::confidence, Comparator.nullsFirst(Comparator.naturalOrder()));

    private Waterfall() {}

    /** What follows a step. */
    sealed interface Next {

        /** The cell has this value. */
        record End(Answer answer) implements Next {}

        /** The cell has no value. */
        record Fail(CellError error) implements Next {}

        /** The next step has its turn, knowing the best answer so far. */
        record Hop(@Nullable Answer best) implements Next {}
    }

    static Next afterAnswer(
            Answer answer,
            OutputType output,
            @Nullable Double minConfidence,
            boolean last,
            @Nullable Answer best) {
        if (answer.isNone()) {
            return last ? new Next.End(best == null ? answer : best) : new Next.Hop(best);
        }
        if (passes(answer, output, minConfidence)) {
            return new Next.End(answer);
        }
        Answer better = better(best, answer.below());
        return last ? new Next.End(better) : new Next.Hop(better);
    }

    static Next afterFailure(CellError error, boolean last, @Nullable Answer best) {
        if (!last) {
            return new Next.Hop(best);
        }
        return best == null ? new Next.Fail(error) : new Next.End(best);
    }

    private static boolean passes(Answer answer, OutputType output, @Nullable Double minConfidence) {
        if (minConfidence == null) {
            return true;
        }
        Double confidence = answer.confidence();
        return confidence == null ? output.kind() != OutputType.Kind.TEXT : confidence >= minConfidence;
    }

    private static Answer better(@Nullable Answer earlier, Answer later) {
        return earlier == null || BY_CONFIDENCE.compare(later, earlier) > 0 ? later : earlier;
    }
}

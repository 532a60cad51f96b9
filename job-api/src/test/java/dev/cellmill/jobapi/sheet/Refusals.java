package dev.cellmill.jobapi.sheet;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The problem that a call ends with. */
final class Refusals {

    private Refusals() {}

    static Problem problemOf(ThrowingCallable call) {
        var caught = new Problem[1];
        assertThatExceptionOfType(ProblemException.class).isThrownBy(call)
                .satisfies(e -> caught[0] = e.problems().getFirst());
        return caught[0];
    }
}

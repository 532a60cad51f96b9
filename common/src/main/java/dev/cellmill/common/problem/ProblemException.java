package dev.cellmill.common.problem;

import java.util.List;

/** Ends a request with problem details. The first problem is the answer's own; all stand in its {@code problems}. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public ProblemException(Problem problem) {
        this(List.of(problem));
    }

    /** @throws IllegalArgumentException if there is none */
    public ProblemException(List<Problem> problems) {
        super(problems.isEmpty() ? null : problems.getFirst().detail());
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("a problem answer needs a problem");
        }
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}

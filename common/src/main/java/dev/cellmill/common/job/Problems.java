package dev.cellmill.common.job;

import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with a job, up to a bound. Not thread-safe. */
final class Problems {
    private static final int MOST = 100;

    private final List<Problem> found = new ArrayList<>();

    void add(String pointer, String sentence) {
        if (found.size() < MOST) {
            found.add(Problem.at(ProblemType.JOB_INVALID, pointer, sentence));
        }
    }

    boolean none() {
        return found.isEmpty();
    }

    List<Problem> list() {
        return List.copyOf(found);
    }
}

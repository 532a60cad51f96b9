package dev.cellmill.common.planning;

import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers what is wrong with a job, each place once, up to a bound. Not thread-safe. */
final class Findings {
    private static final int MOST = 100;

    private final Map<String, Problem> found = new LinkedHashMap<>();

    void add(String pointer, String sentence) {
        if (found.size() < MOST) {
            found.putIfAbsent(pointer + " " + sentence, Problem.at(ProblemType.JOB_INVALID, pointer, sentence));
        }
    }

    boolean none() {
        return found.isEmpty();
    }

    List<Problem> list() {
        return List.copyOf(found.values());
    }
}

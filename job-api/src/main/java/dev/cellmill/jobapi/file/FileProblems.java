package dev.cellmill.jobapi.file;

import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wrong with a request in OpenAI's words. */
public final class FileProblems {
    private FileProblems() {}

    /** 400. @param param that is wrong, null if it is none */
    public static ProblemException invalid(@Nullable String param, @Nullable String code, String sentence) {
        return new ProblemException(new Problem(ProblemType.REQUEST_INVALID, sentence,
                param == null ? null : "/" + param, null, code == null ? Map.of() : Map.of("code", code)));
    }

    public static ProblemException notFound() {
        return new ProblemException(Problem.notFound());
    }

    /** How many a list's page has. */
    public static int limit(@Nullable Integer given, int otherwise, int most) {
        if (given != null && (given < 1 || given > most)) {
            throw invalid("limit", "invalid_value", "The parameter limit is a number from 1 to %,d.".formatted(most));
        }
        return given == null ? otherwise : given;
    }
}

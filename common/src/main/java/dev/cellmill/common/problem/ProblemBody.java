package dev.cellmill.common.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of an answer of type {@code application/problem+json}. {@code problems} only where there are several. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"type", "title", "status", "detail", "pointer", "line", "problems"})
record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String pointer,
        @Nullable Long line,
        @Nullable List<ProblemBody> problems,
        @JsonAnyGetter Map<String, Object> more) {

    /** The first problem is the answer's own. */
    static ProblemBody of(List<Problem> problems) {
        List<ProblemBody> all = problems.stream().map(problem -> of(problem, null)).toList();
        return of(problems.getFirst(), all.size() > 1 ? all : null);
    }

    private static ProblemBody of(Problem problem, @Nullable List<ProblemBody> problems) {
        ProblemType type = problem.type();
        return new ProblemBody(type.uri(), type.title(), type.status(), problem.detail(), problem.pointer(),
                problem.line(), problems, problem.more());
    }
}

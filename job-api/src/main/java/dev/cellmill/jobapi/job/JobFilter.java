package dev.cellmill.jobapi.job;

import dev.cellmill.common.problem.DidYouMean;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.common.state.JobState;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a list of jobs is narrowed to, from a request's parameters. */
final class JobFilter {
    private JobFilter() {}

    static @Nullable JobState state(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return Arrays.stream(JobState.values()).filter(state -> state.wireName().equals(name)).findFirst()
                .orElseThrow(() -> invalid("There is no job state \"%s\".%s".formatted(name,
                        DidYouMean.among(Arrays.stream(JobState.values()).map(JobState::wireName).toList(), name))));
    }

    /** @param labels each as {@code name:value} */
    static Map<String, String> labels(@Nullable List<String> labels) {
        var wanted = new LinkedHashMap<String, String>();
        for (String label : labels == null ? List.<String>of() : labels) {
            int colon = label.indexOf(':');
            if (colon < 1 || label.indexOf('\0') >= 0) {
                throw invalid("The parameter label is a name and a value, like label=team:sales.");
            }
            wanted.put(label.substring(0, colon), label.substring(colon + 1));
        }
        return wanted;
    }

    private static ProblemException invalid(String sentence) {
        return new ProblemException(Problem.of(ProblemType.REQUEST_INVALID, sentence));
    }
}

package dev.cellmill.common.job;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What came of reading a job that is to be estimated. */
public sealed interface EstimateReading {

    /**
     * @param document the job as it was given, as a JSON tree
     * @param rowCount rows of a sheet that need not exist, from 1; null where the job names one
     */
    record Read(JobSpec spec, JsonNode document, @Nullable Integer rowCount) implements EstimateReading {
        public Read {
            requireNonNull(spec, "spec is null");
            requireNonNull(document, "document is null");
        }
    }

    /** @param problems every one that was found, at least one */
    record Refused(List<Problem> problems) implements EstimateReading {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}

package dev.cellmill.common.job;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.problem.Problem;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What came of reading a job. */
public sealed interface JobReading {

    /** @param document the job as it was given, as a JSON tree */
    record Read(JobSpec spec, JsonNode document) implements JobReading {
        public Read {
            requireNonNull(spec, "spec is null");
            requireNonNull(document, "document is null");
        }
    }

    /** @param problems every one that was found, at least one */
    record Refused(List<Problem> problems) implements JobReading {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}

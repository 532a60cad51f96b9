package dev.cellmill.common.planning;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.problem.Problem;
import java.util.List;

/** What came of planning a job. */
public sealed interface Planning {

    record Planned(JobPlan plan) implements Planning {
        public Planned {
            requireNonNull(plan, "plan is null");
        }
    }

    /** @param problems every one that was found, at least one */
    record Refused(List<Problem> problems) implements Planning {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}

package dev.cellmill.common.state;

import static dev.cellmill.common.state.JobState.CANCELLED;
import static dev.cellmill.common.state.JobState.COMPLETED;
import static dev.cellmill.common.state.JobState.FAILED;
import static dev.cellmill.common.state.JobState.PAUSED;
import static dev.cellmill.common.state.JobState.PROCESSING;
import static dev.cellmill.common.state.JobState.QUEUED;

import java.util.Set;

/** The one table of what may happen to a job: every change of {@code jobs.job.state} is one of these. */
public enum JobTransition {
    START(PROCESSING, QUEUED), PAUSE(PAUSED, PROCESSING), RESUME(PROCESSING, PAUSED), CANCEL(CANCELLED, PROCESSING,
            PAUSED, QUEUED), STOP_ON_ERROR(FAILED,
                    PROCESSING), COMPLETE(COMPLETED, PROCESSING), RETRY(PROCESSING, FAILED, COMPLETED);

    private final JobState to;
    private final Set<JobState> from;

    JobTransition(JobState to, JobState... from) {
        this.to = to;
        this.from = Set.of(from);
    }

    public JobState to() {
        return to;
    }

    public Set<JobState> from() {
        return from;
    }

    public boolean allowedFrom(JobState state) {
        return from.contains(state);
    }
}

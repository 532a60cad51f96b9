package dev.cellmill.common.message;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.state.JobState;

/**
 * The state of a job, as workers need it. A task is held against it only if the task was sent under an older version:
 * what was sent after a resume runs, whatever was said before.
 *
 * @param version raised by every change of the job's state
 */
public record JobControl(JobId job, long version, JobState state) implements ControlMessage {

    public JobControl {
        requireNonNull(job, "job is null");
        requireNonNull(state, "state is null");
    }

    @Override
    public String key() {
        return job.toString();
    }

    /** Whether a call may begin for a task that was sent under this version. */
    public boolean allows(long taskVersion) {
        return version <= taskVersion || state == JobState.PROCESSING;
    }
}

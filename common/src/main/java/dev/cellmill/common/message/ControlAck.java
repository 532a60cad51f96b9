package dev.cellmill.common.message;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.id.JobId;
import java.util.List;

/**
 * A worker's answer to a {@link JobControl} that stops a job: from here on it begins no call under older versions.
 *
 * @param version of the control record that it answers
 * @param inFlight cells of the job for which a call has begun whose end the broker has not acknowledged
 * @param costAtRisk what those may cost at worst, in nano-dollars
 */
public record ControlAck(JobId job, long version, String worker, List<Place> inFlight, long costAtRisk) {

    public ControlAck {
        requireNonNull(job, "job is null");
        requireNonNull(worker, "worker is null");
        inFlight = List.copyOf(inFlight);
        if (costAtRisk < 0) {
            throw new IllegalArgumentException("a cost is not below 0");
        }
    }

    /** A cell of the job. */
    public record Place(int row, int column) {}
}

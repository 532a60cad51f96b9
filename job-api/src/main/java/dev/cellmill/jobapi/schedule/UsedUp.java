package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.id.JobId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Which jobs can go no further with their budget: nothing of them is in flight, this lane cannot reserve their next cell,
 * and no lane has sent any for a second, in which each of them looks at least once. Used by one thread.
 */
final class UsedUp {
    private static final long WAITED = Duration.ofSeconds(1).toNanos();

    private final Map<JobId, Since> waiting = new HashMap<>();

    private record Since(long sent, long nanos) {}

    /** The lane could not reserve. @return whether the job can go no further */
    boolean notCovered(LaneFigures job, long now) {
        if (job.sent() > job.closed()) {
            waiting.remove(job.job());
            return false;
        }
        Since since = waiting.get(job.job());
        if (since == null || since.sent() != job.sent()) {
            waiting.put(job.job(), new Since(job.sent(), now));
            return false;
        }
        return now - since.nanos() >= WAITED;
    }

    void covered(JobId job) {
        waiting.remove(job);
    }
}

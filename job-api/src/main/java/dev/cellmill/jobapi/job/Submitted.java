package dev.cellmill.jobapi.job;

import dev.cellmill.common.id.JobId;
import org.jspecify.annotations.Nullable;

/**
 * What came of a submission.
 *
 * @param webhook of the job if it is a new one and has one, so that its secret can be shown; null for an earlier job
 */
record Submitted(JobId id, @Nullable JobWebhook webhook) {

    static Submitted before(JobId id) {
        return new Submitted(id, null);
    }
}

package dev.cellmill.status.fold;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;

/** Told of each job that a fold completed, after it was committed; not again if the process dies just then. */
public interface CompletedJobs {

    /** Returns at once: the fold waits for it. @param cells of the job */
    void completed(JobId job, TenantId tenant, long cells);
}

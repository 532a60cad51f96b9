package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.id.JobId;
import java.util.List;

/**
 * Cells that are committed to be sent.
 *
 * @param version the job's, under which they are sent
 * @param run the job's; a cell that waited longer may be of an older one
 * @param paced whether the job has a pace of its own
 * @param resent whether they may have been sent before
 */
record Claim(JobId job, long version, long run, List<ClaimedCell> cells, boolean resent, boolean paced) {

    Claim {
        cells = List.copyOf(cells);
    }

    /** Of a job without a pace. */
    Claim(JobId job, long version, long run, List<ClaimedCell> cells, boolean resent) {
        this(job, version, run, cells, resent, false);
    }

    Claim ofPaced(boolean isPaced) {
        return new Claim(job, version, run, cells, resent, isPaced);
    }
}

package dev.cellmill.jobapi.schedule;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;

/**
 * A job that wants places in a lane.
 *
 * @param weight by its priority
 * @param inFlight its cells in the lane now
 * @param demand cells that it could send to the lane now
 * @param cap cells that its concurrency leaves room for, over all lanes
 */
record Contender(JobId job, TenantId tenant, int weight, long inFlight, long demand, long cap) {

    Contender {
        requireNonNull(job, "job is null");
        requireNonNull(tenant, "tenant is null");
    }

    long limit() {
        return Math.max(0, Math.min(demand, cap));
    }
}

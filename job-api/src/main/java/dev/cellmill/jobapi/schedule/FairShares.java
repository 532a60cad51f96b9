package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.jobapi.schedule.DeficitRoundRobin.Queue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shares the free places of a lane among tenants, alike, and each tenant's among its jobs, by priority. So a tenant gains
 * nothing by sending many jobs or calling all of them urgent. Pure, deterministic, not thread-safe; remembers what
 * it owes from one call to the next.
 */
final class FairShares {
    /** Any number would do, since all tenants weigh the same; a larger one takes fewer turns. */
    private static final int TENANT_WEIGHT = 8;

    private final DeficitRoundRobin<TenantId> tenants = new DeficitRoundRobin<>();
    private final Map<TenantId, DeficitRoundRobin<JobId>> jobs = new HashMap<>();

    /** @throws IllegalArgumentException if there is no such priority */
    static int weight(String priority) {
        return switch (priority) {
            case "high" -> 8;
            case "normal" -> 4;
            case "low" -> 1;
            default -> throw new IllegalArgumentException("no priority is called " + priority);
        };
    }

    /**
     * @param free places in the lane
     * @param tenantPart places that one tenant may hold, with what it has in flight
     * @return places by job, at least 1 each; jobs that get none are not in it
     */
    Map<JobId, Long> share(long free, long tenantPart, List<Contender> contenders) {
        Map<TenantId, List<Contender>> byTenant = new LinkedHashMap<>();
        contenders.forEach(job -> byTenant.computeIfAbsent(job.tenant(), t -> new ArrayList<>()).add(job));
        jobs.keySet().retainAll(byTenant.keySet());

        List<Queue<TenantId>> queues = new ArrayList<>();
        byTenant.forEach((tenant, its) -> queues.add(new Queue<>(tenant, TENANT_WEIGHT, limit(tenantPart, its))));

        Map<JobId, Long> shares = new LinkedHashMap<>();
        tenants.share(free, queues).forEach((tenant, places) -> shares.putAll(
                jobs.computeIfAbsent(tenant, t -> new DeficitRoundRobin<>())
                        .share(places, byTenant.get(tenant).stream().map(FairShares::queue).toList())));
        return shares;
    }

    private static long limit(long tenantPart, List<Contender> its) {
        long inFlight = its.stream().mapToLong(Contender::inFlight).sum();
        long wanted = its.stream().mapToLong(Contender::limit).sum();
        return Math.min(wanted, tenantPart - inFlight);
    }

    private static Queue<JobId> queue(Contender job) {
        return new Queue<>(job.job(), job.weight(), job.limit());
    }
}

package dev.cellmill.jobapi.quota;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.money.NanoDollars;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Refuses what is beyond a tenant's limits. It is asked at the end of the transaction that opens a job: under a lock of
 * the tenant's it counts what is committed and that job, so of two that are opened at once the second sees the first.
 */
@Component
public class TenantQuota {
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('cellmill tenant ' || :tenant, 0))";
    private static final String OPEN = """
            SELECT count(*) AS jobs, coalesce(sum(total_cells), 0)::bigint AS cells FROM jobs.job
            WHERE tenant = :tenant AND state IN ('queued', 'processing', 'paused')
            """;
    private static final String SPENT = """
            SELECT coalesce(sum(day_spent), 0)::bigint FROM status.job_progress
            WHERE tenant = :tenant AND spend_day = (clock_timestamp() AT TIME ZONE 'UTC')::date
            """;

    private final JdbcClient sql;
    private final QuotaSettings settings;

    TenantQuota(JdbcClient sql, QuotaSettings settings) {
        this.sql = sql;
        this.settings = settings;
    }

    private record Open(long jobs, long cells) {}

    /** @throws ProblemException if the tenant has more open jobs or cells now than it may, or may spend no more today */
    public void checkOpen(TenantId tenant) {
        TenantLimits limits = settings.limits(tenant);
        checkSpend(tenant);
        if (limits.openJobs() == null && limits.openCells() == null) {
            return;
        }
        hold(sql, tenant);
        Open open = sql.sql(OPEN).param("tenant", tenant.value()).query(Open.class).single();
        if (limits.openJobs() != null && open.jobs() > limits.openJobs()) {
            throw refused("openJobs", limits.openJobs(),
                    "The tenant %s may have %,d open jobs at once and has them; wait for one to end, or cancel one, then submit this again."
                            .formatted(tenant, limits.openJobs()));
        }
        if (limits.openCells() != null && open.cells() > limits.openCells()) {
            throw refused("openCells", limits.openCells(),
                    "The open jobs of the tenant %s would have %,d cells with this one, and may have %,d; choose fewer rows or columns, or wait for a job to end."
                            .formatted(tenant, open.cells(), limits.openCells()));
        }
    }

    /** @throws ProblemException if the tenant may spend no more today */
    public void checkSpend(TenantId tenant) {
        TenantLimits limits = settings.limits(tenant);
        if (limits.spendPerDay() == null) {
            return;
        }
        long spent = sql.sql(SPENT).param("tenant", tenant.value()).query(Long.class).single();
        if (limits.isSpent(spent)) {
            throw refused("spendPerDay", limits.spendPerDay(),
                    "The tenant %s has spent $%s today and may spend $%s a day; its jobs go on by themselves after midnight (UTC), submit this then."
                            .formatted(tenant, NanoDollars.toDollars(spent).toPlainString(),
                                    limits.spendPerDay().toPlainString()));
        }
    }

    /** Until the caller's transaction ends whoever else asks for this tenant waits here. */
    static void hold(JdbcClient sql, TenantId tenant) {
        sql.sql(LOCK).param("tenant", tenant.value()).query(_ -> {});
    }

    static ProblemException refused(String limit, Number allowed, String sentence) {
        return new ProblemException(new Problem(ProblemType.QUOTA_EXCEEDED,
                sentence + " The operator can raise it: cellmill.tenants.", null, null,
                Map.of("limit", limit, "allowed", allowed)));
    }
}

package dev.cellmill.jobapi.control;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import dev.cellmill.common.state.JobTransition;
import dev.cellmill.jobapi.quota.QuotaSettings;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Pauses the jobs of tenants that have spent what they may in a day, for the reason {@code quota}, and lets them go on once
 * they may spend again: at midnight in UTC, or when their limit is raised. What the fold has counted is what was spent, so
 * calls in flight then are spent beyond it. Any number of replicas may try: a state changes once.
 */
final class HoldSpenders extends PeriodicTask {
    private static final Logger LOG = LoggerFactory.getLogger(HoldSpenders.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final String TENANTS = """
            SELECT job.tenant, coalesce((SELECT sum(day_spent) FROM status.job_progress AS progress
                WHERE progress.tenant = job.tenant
                  AND progress.spend_day = (clock_timestamp() AT TIME ZONE 'UTC')::date), 0)::bigint AS spent
            FROM jobs.job
            WHERE state IN ('queued', 'processing', 'paused') AND (state = 'processing' OR pause_reason = 'quota')
            GROUP BY job.tenant
            """;
    private static final String RUNNING = """
            SELECT id FROM jobs.job WHERE tenant = :tenant AND state = 'processing' ORDER BY id
            """;
    private static final String HELD = """
            SELECT id FROM jobs.job WHERE tenant = :tenant AND state = 'paused' AND pause_reason = 'quota' ORDER BY id
            """;

    private final JdbcClient sql;
    private final QuotaSettings settings;
    private final ChangeState changeState;
    private final ControlPublisher publisher;

    HoldSpenders(JdbcClient sql, QuotaSettings settings, ChangeState changeState, ControlPublisher publisher) {
        super("hold-spenders", INTERVAL, ShutdownPhase.REST);
        this.sql = sql;
        this.settings = settings;
        this.changeState = changeState;
        this.publisher = publisher;
    }

    /** @param spent nano-dollars, today */
    private record Spender(String tenant, long spent) {}

    @Override
    protected void run() {
        for (Spender spender : sql.sql(TENANTS).query(Spender.class).list()) {
            var tenant = new TenantId(spender.tenant());
            if (settings.limits(tenant).isSpent(spender.spent())) {
                jobs(RUNNING, tenant).forEach(job -> change(tenant, job, JobTransition.PAUSE));
            } else {
                jobs(HELD, tenant).forEach(job -> change(tenant, job, JobTransition.RESUME));
            }
        }
    }

    private List<JobId> jobs(String statement, TenantId tenant) {
        return sql.sql(statement).param("tenant", tenant.value())
                .query((row, number) -> new JobId(row.getObject("id", UUID.class))).list();
    }

    private void change(TenantId tenant, JobId job, JobTransition transition) {
        try {
            changeState.change(tenant, job, transition, ChangeState.QUOTA);
        } catch (ProblemException e) {
            LOG.debug("job {} was changed by another at the same moment, and is looked at again", job, e);
            return;
        }
        LOG.info("job {} {}", job, transition == JobTransition.PAUSE
                ? "is paused: its tenant %s has spent what it may today".formatted(tenant)
                : "goes on: its tenant %s may spend again".formatted(tenant));
        try {
            publisher.publish(job);
        } catch (ControlPublisher.Unpublished e) {
            LOG.warn("the workers could not be told of job {}, which is tried every second", job, e);
        }
    }
}

package dev.cellmill.status.audit;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.log.LogContext;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import dev.cellmill.status.fold.CompletedJobs;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Audits jobs as this process completes them, so that a miscount is known before somebody asks. A sample: one a second at
 * most, of jobs that are soon read; those that come while many wait are passed over, and so are those that wait when the
 * process ends.
 */
@Component
class AuditCompleted extends PeriodicTask implements CompletedJobs {
    private static final Logger LOG = LoggerFactory.getLogger(AuditCompleted.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int MOST_WAITING = 100;
    /** Of each of the audit's few statements: what they read holds back the clean-up of dead rows. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AuditJob audit;
    private final AuditMeters meters;
    private final long largest;
    private final BlockingQueue<Completed> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

    private record Completed(JobId job, TenantId tenant) {}

    AuditCompleted(AuditJob audit, AuditMeters meters, AuditSettings settings) {
        super("audit-completed", INTERVAL, ShutdownPhase.REST);
        this.audit = audit;
        this.meters = meters;
        this.largest = settings.largest();
    }

    @Override
    public void completed(JobId job, TenantId tenant, long cells) {
        if (cells <= largest && !waiting.offer(new Completed(job, tenant))) {
            LOG.debug("job {} is not audited: {} jobs wait for it already", job, MOST_WAITING);
        }
    }

    @Override
    protected void run() {
        Completed next = waiting.poll();
        if (next != null) {
            audit(next);
        }
    }

    private void audit(Completed completed) {
        try (LogContext _ = LogContext.of(completed.job())) {
            Audit found = audit.audit(completed.tenant(), completed.job().value(), PATIENCE);
            meters.found(found);
            if (!found.equal()) {
                LOG.error("counters of job {} do not equal its cells, POST /v1/status/jobs/{}/audit/repair sets them to"
                        + " the recount: {}", completed.job(), completed.job(), found);
            }
        } catch (ProblemException e) {
            LOG.debug("job {} is gone before it was audited", completed.job(), e);
        } catch (SQLException e) {
            LOG.warn("job {} is not audited, it can be by GET /v1/status/jobs/{}/audit: {}", completed.job(),
                    completed.job(), e.getMessage());
        }
    }
}

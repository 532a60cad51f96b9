package dev.cellmill.jobapi.batch;

import static dev.cellmill.common.db.generated.jobs.Tables.BATCH;
import static dev.cellmill.common.db.generated.jobs.Tables.JOB;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.common.state.JobTransition;
import dev.cellmill.jobapi.control.ControlJob;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Ends the job of a batch that is being cancelled or whose time is over, so that it costs no more. */
@Component
class EndJob {
    private static final Logger LOG = LoggerFactory.getLogger(EndJob.class);
    private static final int AT_ONCE = 20;
    /** It may just have ended by itself, be gone, or be cancelled and the workers not told yet, who will be. */
    private static final Set<ProblemType> ENDED = EnumSet.of(ProblemType.TRANSITION_NOT_ALLOWED, ProblemType.NOT_FOUND,
            ProblemType.UNAVAILABLE);

    private final DSLContext database;
    private final ControlJob control;

    EndJob(DSLContext database, ControlJob control) {
        this.database = database;
        this.control = control;
    }

    /** May wait a second for the workers. Does nothing to a job that has ended. */
    void end(TenantId tenant, JobId job) throws InterruptedException {
        try {
            control.apply(tenant, job, JobTransition.CANCEL);
        } catch (ProblemException e) {
            if (!ENDED.contains(e.problems().getFirst().type())) {
                throw e;
            }
        }
    }

    private record Running(TenantId tenant, JobId job) {}

    /** Those of some batches, one after the other; what is left is left to the next round. */
    void endAll(BooleanSupplier stopping) throws InterruptedException {
        for (Running running : running()) {
            if (stopping.getAsBoolean()) {
                return;
            }
            try {
                end(running.tenant(), running.job());
            } catch (RuntimeException e) {
                LOG.warn("the job {} of a batch that is to end could not be cancelled; that is tried again soon",
                        running.job(), e);
            }
        }
    }

    private List<Running> running() {
        return database.select(JOB.TENANT, JOB.ID).from(BATCH)
                .join(JOB).on(JOB.ID.eq(BATCH.JOB_ID), JOB.TENANT.eq(BATCH.TENANT))
                .where(BATCH.STATUS.in(BatchStatus.CANCELLING.wireName(), BatchStatus.FINALIZING.wireName()),
                        BATCH.STATUS.eq(BatchStatus.CANCELLING.wireName()).or(BATCH.EXPIRED_AT.isNotNull()),
                        JOB.STATE.in("queued", "processing", "paused"))
                .orderBy(BATCH.ID).limit(AT_ONCE)
                .fetch(row -> new Running(new TenantId(row.value1()), new JobId(row.value2())));
    }
}

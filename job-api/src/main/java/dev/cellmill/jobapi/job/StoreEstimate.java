package dev.cellmill.jobapi.job;

import static dev.cellmill.common.db.generated.jobs.Tables.JOB;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.job.JobFormat;
import dev.cellmill.common.job.JobReading;
import dev.cellmill.common.job.JobSpecReader;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.JobPlan;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * Notes what was expected of a job, so that its end can be held against it. A moment after the submission, one job at a
 * time, on a thread of its own: no submission waits for it, and none fails because of it. A job whose estimate could not
 * be made has none.
 */
@Component
class StoreEstimate {
    private static final Logger LOG = LoggerFactory.getLogger(StoreEstimate.class);

    /** A small job of local providers has ended by then, and was not disturbed. */
    private static final Duration LATER = Duration.ofMillis(50);

    private static final int WAITING = 1_000;

    private final DSLContext db;
    private final JobSheets sheets;
    private final Estimates estimates;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("estimates").daemon().factory());

    StoreEstimate(DSLContext db, JobSheets sheets, Estimates estimates) {
        this.db = db;
        this.sheets = sheets;
        this.estimates = estimates;
    }

    /** Returns at once. Where too many wait already, the job goes without. */
    void soon(TenantId tenant, JobId job) {
        if (waiting.incrementAndGet() > WAITING) {
            waiting.decrementAndGet();
            return;
        }
        try {
            thread.schedule(() -> store(tenant, job), LATER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("job {} has no estimate, since this service is stopping", job, e);
        }
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }

    private void store(TenantId tenant, JobId job) {
        waiting.decrementAndGet();
        try {
            db.select(JOB.SPEC, JOB.PLAN, JOB.SHEET_ID)
                    .from(JOB)
                    .where(JOB.ID.eq(job.value()), JOB.TENANT.eq(tenant.value()), JOB.ESTIMATE.isNull())
                    .fetchOptional()
                    .ifPresent(row -> store(tenant, job, row.value1().data(), row.value2().data(),
                            new SheetId(row.value3())));
        } catch (RuntimeException e) {
            LOG.warn("job {} has no estimate, so none that its end could be held against; it runs all the same", job,
                    e);
        }
    }

    private void store(TenantId tenant, JobId job, String spec, String plan, SheetId sheet) {
        // its secret is not stored with it, and no job could be read without one
        byte[] document = Json.MAPPER.writeValueAsBytes(
                ((ObjectNode) Json.MAPPER.readTree(spec)).without("webhook"));
        if (JobSpecReader.read(document, JobFormat.JSON) instanceof JobReading.Read(var read, _)) {
            EstimateView estimate = estimates.estimate(new Estimates.Subject(tenant, read,
                    Json.MAPPER.readValue(plan, JobPlan.class), sheets.read(db, tenant, sheet), job), true);
            db.update(JOB)
                    .set(JOB.ESTIMATE, JSONB.valueOf(Json.MAPPER.writeValueAsString(estimate)))
                    .where(JOB.ID.eq(job.value()), JOB.ESTIMATE.isNull())
                    .execute();
        }
    }
}

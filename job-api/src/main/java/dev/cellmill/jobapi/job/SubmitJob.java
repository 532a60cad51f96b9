package dev.cellmill.jobapi.job;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.job.JobSpec;
import dev.cellmill.common.job.RowRange;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.planning.PlanJob;
import dev.cellmill.common.planning.Planning;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.jobapi.quota.TenantQuota;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes a job in, in one transaction: it is there as a whole, its scheduler woken, once this returns, and nothing of it
 * is there if it was refused.
 */
@Component
class SubmitJob {
    private final DSLContext db;
    private final Clock clock;
    private final IdempotencyKeys keys;
    private final JobSheets sheets;
    private final Providers providers;
    private final ChooseExamples examples;
    private final InsertJob insertJob;
    private final StoreEstimate estimates;
    private final TenantQuota quota;

    SubmitJob(DSLContext db, Clock clock, IdempotencyKeys keys, JobSheets sheets, Providers providers,
            ChooseExamples examples, InsertJob insertJob, StoreEstimate estimates, TenantQuota quota) {
        this.db = db;
        this.clock = clock;
        this.keys = keys;
        this.sheets = sheets;
        this.providers = providers;
        this.examples = examples;
        this.insertJob = insertJob;
        this.estimates = estimates;
        this.quota = quota;
    }

    /**
     * @param sheet that it fills, null if none was named
     * @param key under which a repeated submission is the same job, null for none
     * @return the job, which is an earlier one if the key was used before
     * @throws ProblemException if it is refused
     */
    Submitted submit(Caller caller, JobRequest request, @Nullable SheetId sheet, @Nullable String key) {
        IdempotencyKeys.check(key);
        OffsetDateTime now = now();
        Submitted submitted = db.transactionResult(
                transaction -> submit(transaction.dsl(), caller, request, sheet, key, now));
        submitted(caller.tenant(), submitted.id());
        return submitted;
    }

    /** As above, within the caller's transaction; {@link #submitted} is to be told once that has committed. */
    JobId submit(DSLContext transaction, Caller caller, JobRequest request, SheetId sheet) {
        return submit(transaction, caller, request, sheet, null, now()).id();
    }

    /** The job is there. */
    void submitted(TenantId tenant, JobId job) {
        estimates.soon(tenant, job);
    }

    /** The job that the key already has; spares the caller work that {@link #submit} would find to be in vain. */
    Optional<JobId> earlier(TenantId tenant, byte[] bodyHash, @Nullable String key) {
        IdempotencyKeys.check(key);
        return key == null ? Optional.empty() : keys.earlier(db, tenant, key, bodyHash, now());
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock).truncatedTo(ChronoUnit.MICROS);
    }

    private Submitted submit(DSLContext transaction, Caller caller, JobRequest request, @Nullable SheetId sheetId,
            @Nullable String key, OffsetDateTime now) {
        JobId id = JobId.next();
        Optional<JobId> earlier = key == null
                ? Optional.empty()
                : keys.take(transaction, caller.tenant(), key, request.bodyHash(), id, now);
        if (earlier.isPresent()) {
            return Submitted.before(earlier.get());
        }
        JobSheet sheet = sheets.lock(transaction, caller.tenant(), sheetId);
        JobPlan plan = plan(transaction, caller.tenant(), request.spec(), sheet);
        JobWebhook webhook = JobWebhook.of(request.spec().webhook());
        insertJob.insert(transaction,
                new InsertJob.Accepted(id, caller, request.spec(), request.document(), plan, sheet, webhook), now);
        quota.checkOpen(caller.tenant());
        return new Submitted(id, webhook);
    }

    private static void refuseBeyond(RowRange rows, int rowCount) {
        if (!rows.ids().isEmpty() && rows.ids().getLast() >= rowCount) {
            throw new ProblemException(Problem.at(ProblemType.JOB_INVALID, "/rows/ids",
                    "The sheet has %,d rows, counted from 0, so there is no row %,d.".formatted(rowCount,
                            rows.ids().getLast())));
        }
    }

    /** @throws ProblemException if the job does not fit the sheet or the providers */
    JobPlan plan(DSLContext reading, TenantId tenant, JobSpec spec, JobSheet sheet) {
        refuseBeyond(spec.rows(), sheet.rowCount());
        return switch (PlanJob.plan(spec, sheet.columns(), providers.announced(reading))) {
            case Planning.Planned(JobPlan plan) -> examples.choose(reading, tenant, spec, sheet, plan);
            case Planning.Refused(var problems) -> throw new ProblemException(problems);
        };
    }
}

package dev.cellmill.jobapi.removal;

import static dev.cellmill.common.db.generated.jobs.Tables.BATCH;
import static dev.cellmill.common.db.generated.jobs.Tables.IDEMPOTENCY;
import static dev.cellmill.common.db.generated.jobs.Tables.JOB;
import static dev.cellmill.common.db.generated.jobs.Tables.REMOVED_JOB;
import static org.jooq.impl.DSL.select;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.state.JobState;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/**
 * Takes jobs out of everybody's sight: one short transaction moves a job from {@code jobs.job} to {@code jobs.removed_job}.
 * Its cells and counters go later, little by little ({@link ClearRemoved}).
 */
@Component
public class RemoveJob {
    private final DSLContext database;

    public RemoveJob(DSLContext database) {
        this.database = database;
    }

    /** What came of it. */
    public sealed interface Outcome {
        record Removed() implements Outcome {}

        record Unknown() implements Outcome {}

        /** It has not ended. */
        record Open(JobState state) implements Outcome {}

        /** A batch has still to write down what it found. */
        record InBatch() implements Outcome {}
    }

    public Outcome remove(TenantId tenant, JobId job) {
        return database.transactionResult(configuration -> {
            DSLContext transaction = configuration.dsl();
            // locked, so that nobody runs it again meanwhile
            Optional<JobState> state = transaction.select(JOB.STATE).from(JOB)
                    .where(JOB.ID.eq(job.value()), JOB.TENANT.eq(tenant.value())).forUpdate()
                    .fetchOptional(row -> JobState.ofWireName(row.value1()));
            if (state.isEmpty()) {
                return new Outcome.Unknown();
            }
            if (state.get().open()) {
                return new Outcome.Open(state.get());
            }
            if (transaction.fetchExists(BATCH, BATCH.JOB_ID.eq(job.value()),
                    BATCH.STATUS.in("in_progress", "finalizing", "cancelling"))) {
                return new Outcome.InBatch();
            }
            remove(transaction, JOB.ID.eq(job.value()));
            return new Outcome.Removed();
        });
    }

    /** All jobs of a sheet that the caller's transaction holds, none of which is open. */
    public void removeAll(DSLContext transaction, SheetId sheet) {
        remove(transaction, JOB.SHEET_ID.eq(sheet.value()));
    }

    /** Its idempotency key is free again: an answer that names a job which is not there would help nobody. */
    private static void remove(DSLContext transaction, Condition which) {
        transaction.insertInto(REMOVED_JOB, REMOVED_JOB.JOB_ID, REMOVED_JOB.TENANT, REMOVED_JOB.VERSION)
                .select(select(JOB.ID, JOB.TENANT, JOB.VERSION.plus(1)).from(JOB).where(which))
                .execute();
        var jobs = select(JOB.ID).from(JOB).where(which);
        transaction.deleteFrom(IDEMPOTENCY).where(IDEMPOTENCY.JOB_ID.in(jobs)).execute();
        transaction.update(BATCH).setNull(BATCH.JOB_ID).where(BATCH.JOB_ID.in(jobs)).execute();
        transaction.deleteFrom(JOB).where(which).execute();
    }
}

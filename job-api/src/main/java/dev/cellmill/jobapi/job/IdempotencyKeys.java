package dev.cellmill.jobapi.job;

import static dev.cellmill.common.db.generated.jobs.Tables.IDEMPOTENCY;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Remembers for a day which job a key was given, so that a submission repeated after a lost answer is not a second job. */
@Component
class IdempotencyKeys {
    static final int LONGEST = 255;

    static final Duration KEPT = Duration.ofHours(24);

    /** @throws ProblemException if no key can be so */
    static void check(@Nullable String key) {
        if (key != null && (key.isBlank() || key.length() > LONGEST
                || key.chars().anyMatch(Character::isISOControl))) {
            throw new ProblemException(Problem.of(ProblemType.REQUEST_INVALID,
                    "An Idempotency-Key is 1 to %d visible characters; a UUID is a good one.".formatted(LONGEST)));
        }
    }

    /**
     * Takes the key for a job that this transaction is about to insert. A rival with the same key waits here until this
     * transaction has ended; then it gets this job, or the key if this one was refused.
     *
     * @return the job that has the key already
     * @throws ProblemException if that one came of another body
     */
    Optional<JobId> take(DSLContext db, TenantId tenant, String key, byte[] bodyHash, JobId job, OffsetDateTime now) {
        free(db, tenant, key, now.minus(KEPT));
        int taken = db.insertInto(IDEMPOTENCY)
                .set(IDEMPOTENCY.TENANT, tenant.value())
                .set(IDEMPOTENCY.KEY, key)
                .set(IDEMPOTENCY.BODY_HASH, bodyHash)
                .set(IDEMPOTENCY.JOB_ID, job.value())
                .set(IDEMPOTENCY.CREATED_AT, now)
                .onConflictDoNothing()
                .execute();
        if (taken == 1) {
            return Optional.empty();
        }
        return earlier(db, tenant, key, bodyHash, now);
    }

    /**
     * The job that the key was given in the last day.
     *
     * @throws ProblemException if that one came of another body
     */
    Optional<JobId> earlier(DSLContext db, TenantId tenant, String key, byte[] bodyHash, OffsetDateTime now) {
        return db.select(IDEMPOTENCY.JOB_ID, IDEMPOTENCY.BODY_HASH)
                .from(IDEMPOTENCY)
                .where(IDEMPOTENCY.TENANT.eq(tenant.value()), IDEMPOTENCY.KEY.eq(key),
                        IDEMPOTENCY.CREATED_AT.ge(now.minus(KEPT)))
                .fetchOptional()
                .map(earlier -> {
                    if (!Arrays.equals(earlier.value2(), bodyHash)) {
                        throw new ProblemException(Problem.of(ProblemType.IDEMPOTENCY_MISMATCH,
                                "This Idempotency-Key was used for another job in the last 24 hours; use a new one."));
                    }
                    return new JobId(earlier.value1());
                });
    }

    /** After its day, whether or not {@link ForgetKeys} has been here. */
    private static void free(DSLContext db, TenantId tenant, String key, OffsetDateTime before) {
        db.deleteFrom(IDEMPOTENCY)
                .where(IDEMPOTENCY.TENANT.eq(tenant.value()), IDEMPOTENCY.KEY.eq(key),
                        IDEMPOTENCY.CREATED_AT.lt(before))
                .execute();
    }
}

package dev.cellmill.jobapi.webhook;

import static dev.cellmill.common.db.generated.status.Tables.WEBHOOK_DELIVERY;

import dev.cellmill.common.db.WebhookOutbox;
import dev.cellmill.common.id.DeliveryId;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.page.Cursor;
import dev.cellmill.common.page.Page;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.jobapi.job.JobLookup;
import java.time.OffsetDateTime;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** The messages to a job's webhook: which there are, and a test. */
@Component
class Deliveries {
    private static final String LIST = "deliveries";
    /** A test that fails is tried again for days, and whoever mends a receiver wants to test it at once, but not without end. */
    private static final int MOST_TESTS = 5;
    private static final String ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('cellmill webhook test ' || ?, 0))";
    private static final TypeReference<List<DeliveryView.Attempt>> ATTEMPTS = new TypeReference<>() {};

    private final DSLContext db;
    private final JobLookup jobs;

    Deliveries(DSLContext db, JobLookup jobs) {
        this.db = db;
        this.jobs = jobs;
    }

    /**
     * Newest first.
     *
     * @throws ProblemException if the tenant has no such job, or the cursor is none of this list
     */
    Page<DeliveryView> list(TenantId tenant, JobId job, int limit, @Nullable String cursor) {
        jobs.get(tenant, job);
        Cursor after = Cursor.parse(cursor, LIST, 1);
        List<DeliveryView> read = read(db, job,
                after == null ? DSL.noCondition() : WEBHOOK_DELIVERY.ID.lt(after.uuid(0)), limit + 1);
        return Page.of(read, limit, delivery -> Cursor.of(LIST, delivery.id()));
    }

    /**
     * Puts a message that tells of nothing into the outbox, whatever the job's state and the webhook's events.
     *
     * @throws ProblemException if the tenant has no such job, it has no webhook, or too many tests of it wait to be delivered
     */
    DeliveryView test(TenantId tenant, JobId job) {
        jobs.get(tenant, job);
        return db.transactionResult(transaction -> {
            transaction.dsl().fetch(ONE_AT_A_TIME, job.toString());
            int tests = transaction.dsl().fetchCount(WEBHOOK_DELIVERY, WEBHOOK_DELIVERY.JOB_ID.eq(job.value()),
                    WEBHOOK_DELIVERY.TYPE.eq(WebhookOutbox.TEST), WEBHOOK_DELIVERY.STATE.eq("pending"));
            if (tests >= MOST_TESTS) {
                throw new ProblemException(Problem.of(ProblemType.RATE_LIMITED,
                        "%d test messages of this job wait to be delivered; its deliveries tell why they were not, and they go to a new address too. Test again once one has ended."
                                .formatted(tests)));
            }
            DeliveryId id = transaction.dsl()
                    .connectionResult(connection -> WebhookOutbox.enqueueTest(connection, job))
                    .orElseThrow(() -> new ProblemException(Problem.of(ProblemType.WEBHOOK_MISSING,
                            "The job has no webhook; set one by PATCH while it is open, or submit it with one.")));
            return read(transaction.dsl(), job, WEBHOOK_DELIVERY.ID.eq(id.value()), 1).getFirst();
        });
    }

    private static List<DeliveryView> read(DSLContext reading, JobId job, Condition which, int most) {
        return reading.select(WEBHOOK_DELIVERY.ID, WEBHOOK_DELIVERY.TYPE, WEBHOOK_DELIVERY.STATE,
                WEBHOOK_DELIVERY.HISTORY, WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT, WEBHOOK_DELIVERY.CREATED_AT)
                .from(WEBHOOK_DELIVERY)
                .where(WEBHOOK_DELIVERY.JOB_ID.eq(job.value()), which)
                .orderBy(WEBHOOK_DELIVERY.ID.desc())
                .limit(most)
                .fetch(row -> {
                    OffsetDateTime next = row.value5();
                    return new DeliveryView(new DeliveryId(row.value1()), row.value2(), row.value3(),
                            Json.MAPPER.readValue(row.value4().data(), ATTEMPTS),
                            next == null ? null : next.toInstant(), row.value6().toInstant());
                });
    }
}

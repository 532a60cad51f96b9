package dev.cellmill.jobapi.batch;

import static dev.cellmill.common.db.generated.jobs.Tables.BATCH;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.val;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.plan.Endpoint;
import dev.cellmill.jobapi.file.FileId;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.types.DayToSecond;
import org.springframework.stereotype.Component;

/**
 * Who works on which batch. A lease names the worker and is renewed by it; what it changes it changes only while the lease
 * is its own, so one given up for dead changes nothing any more.
 */
@Component
class BatchWork {
    /** A batch whose job has ended, or whose time is over, wants its results written. */
    private static final String ADVANCE = """
            UPDATE jobs.batch AS batch
            SET status = CASE WHEN job.state = 'cancelled' THEN 'cancelling' ELSE 'finalizing' END,
                cancelling_at = CASE WHEN job.state = 'cancelled' THEN now() END,
                finalizing_at = CASE WHEN job.state <> 'cancelled' THEN now() END,
                expired_at = CASE WHEN job.state IN ('queued', 'processing', 'paused') THEN now() END
            FROM jobs.job AS job
            WHERE batch.status = 'in_progress' AND job.id = batch.job_id AND job.tenant = batch.tenant
              AND (job.state IN ('completed', 'failed', 'cancelled') OR batch.expires_at <= now())
            """;
    /**
     * Of those that nobody works on: of the tenant of whom the fewest are worked on, and whose turn is the longest ago; of
     * that tenant's what has run before what is yet to be validated, the longest left first.
     */
    private static final String CLAIM = """
            UPDATE jobs.batch SET worker = ?, leased_until = now() + ?::interval
            WHERE id = (SELECT waiting.id
                        FROM jobs.batch AS waiting
                        LEFT JOIN (SELECT tenant, count(*) AS batches FROM jobs.batch
                                   WHERE status IN ('validating', 'finalizing', 'cancelling')
                                     AND worker IS NOT NULL AND leased_until >= now()
                                   GROUP BY tenant) AS busy ON busy.tenant = waiting.tenant
                        WHERE waiting.status IN ('validating', 'finalizing', 'cancelling')
                          AND (waiting.leased_until IS NULL OR waiting.leased_until < now())
                        ORDER BY coalesce(busy.batches, 0), array_position(CAST(? AS text[]), waiting.tenant) NULLS FIRST,
                                 waiting.status = 'validating', waiting.leased_until NULLS FIRST, waiting.id
                        LIMIT 1 FOR UPDATE OF waiting SKIP LOCKED)
            RETURNING *
            """;
    /** Tenants whose last turn is remembered; those before them count as never served. */
    private static final int MOST_TURNS = 1_000;

    private final DSLContext database;
    private final BatchSettings settings;
    /** Tenants, whose turn was last at the end. */
    private final LinkedHashSet<String> turns = new LinkedHashSet<>();

    BatchWork(DSLContext database, BatchSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /** The lease was lost, or this process stops: another goes on, from what is stored. */
    static final class LeaseLost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LeaseLost() {
            super("somebody else works on the batch from here");
        }
    }

    void advance() {
        database.execute(ADVANCE);
    }

    /** @param stopping whether whoever works is to stop */
    Optional<Lease> claim(BooleanSupplier stopping) {
        UUID worker = UUID.randomUUID();
        String[] served;
        synchronized (turns) {
            served = turns.toArray(String[]::new);
        }
        Optional<Lease> lease = database
                .resultQuery(CLAIM, worker, settings.lease().toMillis() + " milliseconds", served)
                .coerce(BATCH.fields()).fetchOptional(row -> new Lease(batch(row), worker, stopping));
        lease.ifPresent(taken -> tookTurn(taken.batch().tenant().value()));
        return lease;
    }

    private void tookTurn(String tenant) {
        synchronized (turns) {
            turns.remove(tenant);
            turns.add(tenant);
            if (turns.size() > MOST_TURNS) {
                turns.removeFirst();
            }
        }
    }

    private static OpenBatch batch(Record row) {
        UUID sheet = row.get(BATCH.SHEET_ID);
        UUID job = row.get(BATCH.JOB_ID);
        return new OpenBatch(new BatchId(row.get(BATCH.ID)),
                new Caller(new TenantId(row.get(BATCH.TENANT)), row.get(BATCH.KEY), row.get(BATCH.KEY_NAME)),
                BatchStatus.ofWireName(row.get(BATCH.STATUS)),
                Endpoint.ofPath(row.get(BATCH.ENDPOINT)).orElseThrow(), new FileId(row.get(BATCH.INPUT_FILE)),
                row.get(BATCH.MAX_COST), row.get(BATCH.OUTPUT_KEPT), sheet == null ? null : new SheetId(sheet),
                job == null ? null : new JobId(job), row.get(BATCH.TOTAL), row.get(BATCH.EXPIRED_AT) != null);
    }

    /** A batch in hand, of one thread. */
    final class Lease {
        private final OpenBatch batch;
        private final UUID worker;
        private final BooleanSupplier stopping;
        private long renewed = System.nanoTime();

        private Lease(OpenBatch batch, UUID worker, BooleanSupplier stopping) {
            this.batch = batch;
            this.worker = worker;
            this.stopping = stopping;
        }

        OpenBatch batch() {
            return batch;
        }

        /** Cheap, to be called again and again. @throws LeaseLost if it is not this one's any more */
        void renew() {
            if (stopping.getAsBoolean()) {
                throw new LeaseLost();
            }
            if (System.nanoTime() - renewed < settings.lease().toNanos() / 3) {
                return;
            }
            renewed = System.nanoTime();
            if (database.update(BATCH)
                    .set(BATCH.LEASED_UNTIL, currentOffsetDateTime().add(interval(settings.lease())))
                    .where(mine()).execute() == 0) {
                throw new LeaseLost();
            }
        }

        /** What holds as long as nobody else has changed the batch. */
        Condition mine() {
            return BATCH.ID.eq(batch.id().value()).and(BATCH.TENANT.eq(batch.tenant().value()))
                    .and(BATCH.WORKER.eq(worker)).and(BATCH.STATUS.eq(batch.status().wireName()));
        }

        /** Anybody may go on with it, after so long. */
        void leave(Duration rest) {
            database.update(BATCH)
                    .setNull(BATCH.WORKER)
                    .set(BATCH.LEASED_UNTIL, currentOffsetDateTime().add(interval(rest)))
                    .where(BATCH.ID.eq(batch.id().value()), BATCH.TENANT.eq(batch.tenant().value()),
                            BATCH.WORKER.eq(worker))
                    .execute();
        }
    }

    private static org.jooq.Field<DayToSecond> interval(Duration time) {
        return val(DayToSecond.valueOf(time));
    }
}

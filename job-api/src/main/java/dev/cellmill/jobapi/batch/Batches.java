package dev.cellmill.jobapi.batch;

import static dev.cellmill.common.db.generated.jobs.Tables.BATCH;
import static dev.cellmill.common.db.generated.status.Tables.COLUMN_PROGRESS;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.noCondition;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.jobapi.file.FileId;
import dev.cellmill.jobapi.file.Files;
import dev.cellmill.jobapi.file.StoredFile;
import dev.cellmill.jobapi.quota.StoredQuota;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Batches as their tenants see and change them. Of one that runs, the job's counters tell how far it is. */
@Component
class Batches {
    private static final TypeReference<List<BatchError>> ERRORS = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> METADATA = new TypeReference<>() {};

    private final DSLContext database;
    private final Files files;
    private final StoredQuota quota;

    Batches(DSLContext database, Files files, StoredQuota quota) {
        this.database = database;
        this.files = files;
        this.quota = quota;
    }

    /**
     * @return the batch before anybody has looked at its file
     * @throws dev.cellmill.common.problem.ProblemException if there is no such file, or a limit of the tenant's is reached
     */
    BatchView create(Caller caller, BatchRequest request) {
        BatchId id = BatchId.next();
        return database.transactionResult(configuration -> {
            DSLContext transaction = configuration.dsl();
            files.hold(transaction, caller.tenant(), request.input())
                    .filter(file -> file.purpose().equals(StoredFile.BATCH)).orElseThrow(BatchRequest::noFile);
            transaction.insertInto(BATCH)
                    .set(BATCH.ID, id.value())
                    .set(BATCH.TENANT, caller.tenant().value())
                    .set(BATCH.KEY, caller.key())
                    .set(BATCH.KEY_NAME, caller.keyName())
                    .set(BATCH.ENDPOINT, request.endpoint().path())
                    .set(BATCH.COMPLETION_WINDOW, request.window())
                    .set(BATCH.INPUT_FILE, request.input().value())
                    .set(BATCH.METADATA, request.metadata() == null ? null : jsonb(request.metadata()))
                    .set(BATCH.MAX_COST, request.maxCost())
                    .set(BATCH.OUTPUT_KEPT, request.outputSeconds())
                    .set(BATCH.STATUS, BatchStatus.VALIDATING.wireName())
                    .set(BATCH.CREATED_AT, currentOffsetDateTime())
                    .set(BATCH.EXPIRES_AT,
                            currentOffsetDateTime().add(DayToSecond.valueOf(request.completesWithin())))
                    .execute();
            quota.checkBatches(caller.tenant());
            return query(transaction, BATCH.TENANT.eq(caller.tenant().value()).and(BATCH.ID.eq(id.value())))
                    .fetchSingle(Batches::view);
        });
    }

    Optional<BatchView> find(TenantId tenant, BatchId id) {
        return query(database, BATCH.TENANT.eq(tenant.value()).and(BATCH.ID.eq(id.value())))
                .fetchOptional(Batches::view);
    }

    /** Newest first. @param after only those that are older than this one */
    List<BatchView> list(TenantId tenant, @Nullable BatchId after, int most) {
        Condition older = after == null ? noCondition() : BATCH.ID.lt(after.value());
        return query(database, BATCH.TENANT.eq(tenant.value()).and(older)).orderBy(BATCH.ID.desc()).limit(most)
                .fetch(Batches::view);
    }

    /** @return whether it is being cancelled from now on */
    boolean cancel(TenantId tenant, BatchId id) {
        return database.update(BATCH)
                .set(BATCH.STATUS, BatchStatus.CANCELLING.wireName())
                .set(BATCH.CANCELLING_AT, currentOffsetDateTime())
                .where(BATCH.TENANT.eq(tenant.value()), BATCH.ID.eq(id.value()),
                        BATCH.STATUS.in(BatchStatus.VALIDATING.wireName(), BatchStatus.IN_PROGRESS.wireName()))
                .execute() == 1;
    }

    private static SelectConditionStep<Record> query(DSLContext db, Condition wanted) {
        return db.select(BATCH.fields())
                .select(COLUMN_PROGRESS.DONE, COLUMN_PROGRESS.FAILED, COLUMN_PROGRESS.INPUT_TOKENS,
                        COLUMN_PROGRESS.OUTPUT_TOKENS)
                .from(BATCH)
                .leftJoin(COLUMN_PROGRESS).on(COLUMN_PROGRESS.JOB_ID.eq(BATCH.JOB_ID),
                        COLUMN_PROGRESS.COL.eq((short) 0), COLUMN_PROGRESS.TENANT.eq(BATCH.TENANT))
                .where(wanted);
    }

    private static BatchView view(Record row) {
        BatchStatus status = BatchStatus.ofWireName(row.get(BATCH.STATUS));
        boolean runs = !status.ended();
        long completed = runs ? count(row, COLUMN_PROGRESS.DONE) : row.get(BATCH.COMPLETED);
        long failed = runs ? count(row, COLUMN_PROGRESS.FAILED) : row.get(BATCH.FAILED);
        long input = runs ? count(row, COLUMN_PROGRESS.INPUT_TOKENS) : row.get(BATCH.INPUT_TOKENS);
        long output = runs ? count(row, COLUMN_PROGRESS.OUTPUT_TOKENS) : row.get(BATCH.OUTPUT_TOKENS);
        JSONB errors = row.get(BATCH.ERRORS);
        JSONB metadata = row.get(BATCH.METADATA);
        return new BatchView(
                new BatchId(row.get(BATCH.ID)),
                "batch",
                row.get(BATCH.ENDPOINT),
                row.get(BATCH.MODEL),
                errors == null ? null : new BatchView.Errors("list", Json.MAPPER.readValue(errors.data(), ERRORS)),
                new FileId(row.get(BATCH.INPUT_FILE)),
                row.get(BATCH.COMPLETION_WINDOW),
                status,
                file(row.get(BATCH.OUTPUT_FILE)),
                file(row.get(BATCH.ERROR_FILE)),
                row.get(BATCH.CREATED_AT).toEpochSecond(),
                seconds(row.get(BATCH.IN_PROGRESS_AT)),
                seconds(row.get(BATCH.EXPIRES_AT)),
                seconds(row.get(BATCH.FINALIZING_AT)),
                seconds(row.get(BATCH.COMPLETED_AT)),
                seconds(row.get(BATCH.FAILED_AT)),
                seconds(row.get(BATCH.EXPIRED_AT)),
                seconds(row.get(BATCH.CANCELLING_AT)),
                seconds(row.get(BATCH.CANCELLED_AT)),
                new BatchView.Counts(row.get(BATCH.TOTAL), (int) completed, (int) failed),
                BatchView.Usage.of(input, row.get(BATCH.CACHED_TOKENS), output, row.get(BATCH.REASONING_TOKENS)),
                metadata == null ? null : Json.MAPPER.readValue(metadata.data(), METADATA),
                row.get(BATCH.JOB_ID),
                status == BatchStatus.VALIDATING ? null : row.get(BATCH.SHEET_ID));
    }

    private static long count(Record row, Field<Long> counter) {
        Long count = row.get(counter);
        return count == null ? 0 : count;
    }

    private static @Nullable FileId file(@Nullable UUID id) {
        return id == null ? null : new FileId(id);
    }

    private static @Nullable Long seconds(@Nullable OffsetDateTime time) {
        return time == null ? null : Long.valueOf(time.toEpochSecond());
    }

    private static JSONB jsonb(Object value) {
        return JSONB.valueOf(Json.MAPPER.writeValueAsString(value));
    }
}

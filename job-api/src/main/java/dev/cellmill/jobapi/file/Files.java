package dev.cellmill.jobapi.file;

import static dev.cellmill.common.db.generated.intake.Tables.FILE;
import static dev.cellmill.common.db.generated.jobs.Tables.BATCH;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.noCondition;

import dev.cellmill.common.id.TenantId;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The files that are whole: those that are being written or deleted, or whose time is over, are not seen. */
@Component
public class Files {
    private final DSLContext database;

    Files(DSLContext database) {
        this.database = database;
    }

    public Optional<StoredFile> find(TenantId tenant, FileId id) {
        return find(database, tenant, id);
    }

    /** One that a batch was accepted with in time: it is kept until that is validated, its own time over or not. */
    public Optional<StoredFile> findAccepted(TenantId tenant, FileId id) {
        return database.selectFrom(FILE).where(whole(tenant), FILE.ID.eq(id.value())).fetchOptional(Files::file);
    }

    /** Holds it until the transaction ends: nobody deletes it meanwhile. */
    public Optional<StoredFile> hold(DSLContext transaction, TenantId tenant, FileId id) {
        return transaction.selectFrom(FILE).where(seen(tenant), FILE.ID.eq(id.value())).forShare()
                .fetchOptional(Files::file);
    }

    private static Optional<StoredFile> find(DSLContext db, TenantId tenant, FileId id) {
        return db.selectFrom(FILE).where(seen(tenant), FILE.ID.eq(id.value())).fetchOptional(Files::file);
    }

    /**
     * @param purpose only those of this one
     * @param after only those that follow this one
     */
    List<StoredFile> list(TenantId tenant, @Nullable String purpose, @Nullable FileId after, boolean oldestFirst,
            int most) {
        Condition following = after == null
                ? noCondition()
                : oldestFirst ? FILE.ID.gt(after.value()) : FILE.ID.lt(after.value());
        return database.selectFrom(FILE)
                .where(seen(tenant), following, purpose == null ? noCondition() : FILE.PURPOSE.eq(purpose))
                .orderBy(oldestFirst ? FILE.ID.asc() : FILE.ID.desc())
                .limit(most)
                .fetch(Files::file);
    }

    enum Mark {
        MARKED, UNKNOWN, IN_USE
    }

    /** Hides a file that no batch reads; what it is made of goes afterwards. */
    Mark mark(TenantId tenant, FileId id) {
        return database.transactionResult(configuration -> {
            DSLContext transaction = configuration.dsl();
            Condition its = seen(tenant).and(FILE.ID.eq(id.value()));
            if (transaction.selectOne().from(FILE).where(its).forUpdate().fetch().isEmpty()) {
                return Mark.UNKNOWN;
            }
            if (transaction.fetchExists(BATCH, BATCH.INPUT_FILE.eq(id.value()), BATCH.TENANT.eq(tenant.value()),
                    BATCH.STATUS.eq("validating"))) {
                return Mark.IN_USE;
            }
            transaction.update(FILE).set(FILE.STATE, "deleting").where(its).execute();
            return Mark.MARKED;
        });
    }

    private static Condition seen(TenantId tenant) {
        return whole(tenant).and(FILE.EXPIRES_AT.isNull().or(FILE.EXPIRES_AT.gt(currentOffsetDateTime())));
    }

    private static Condition whole(TenantId tenant) {
        return FILE.TENANT.eq(tenant.value()).and(FILE.STATE.eq("ready"));
    }

    private static StoredFile file(Record row) {
        OffsetDateTime expiry = row.get(FILE.EXPIRES_AT);
        return new StoredFile(new FileId(row.get(FILE.ID)), row.get(FILE.FILENAME), row.get(FILE.PURPOSE),
                row.get(FILE.BYTE_COUNT), row.get(FILE.CREATED_AT).toInstant(),
                expiry == null ? null : expiry.toInstant());
    }
}

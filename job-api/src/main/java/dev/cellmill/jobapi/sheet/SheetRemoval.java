package dev.cellmill.jobapi.sheet;

import static dev.cellmill.common.db.generated.intake.Tables.CELL_EDIT;
import static dev.cellmill.common.db.generated.intake.Tables.SHEET;
import static dev.cellmill.common.db.generated.intake.Tables.SHEET_ROW;
import static dev.cellmill.common.db.generated.jobs.Tables.BATCH;
import static dev.cellmill.common.db.generated.jobs.Tables.JOB;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.max;

import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.jobapi.removal.RemoveJob;
import java.time.Duration;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/**
 * Takes away sheets and rows. A sheet is first marked {@code deleting}, which hides it and stops its writers; then its
 * rows go in short transactions, then itself. So it can die anywhere and be gone on with by anyone, twice if need be.
 */
@Component
class SheetRemoval {
    private static final int ROWS_AT_ONCE = 20_000;

    private final DSLContext database;
    private final RemoveJob jobs;

    SheetRemoval(DSLContext database, RemoveJob jobs) {
        this.database = database;
        this.jobs = jobs;
    }

    enum Mark {
        MARKED, UNKNOWN, IN_USE
    }

    /** Marks a sheet that no open job is on, and of which no batch has still to write its results; its jobs go with it. */
    Mark mark(TenantId tenant, SheetId sheet) {
        return database.transactionResult(configuration -> {
            DSLContext transaction = configuration.dsl();
            // The lock and the look at the jobs are two statements, so that the look sees a job that a holder of the
            // sheet has just committed.
            Condition ready = SHEET.ID.eq(sheet.value()).and(SHEET.TENANT.eq(tenant.value()))
                    .and(SHEET.STATE.eq("ready"));
            if (transaction.selectOne().from(SHEET).where(ready).forUpdate().fetch().isEmpty()) {
                return Mark.UNKNOWN;
            }
            if (transaction.fetchExists(JOB,
                    JOB.SHEET_ID.eq(sheet.value()).and(JOB.STATE.in("queued", "processing", "paused")))) {
                return Mark.IN_USE;
            }
            if (transaction.fetchExists(BATCH, BATCH.SHEET_ID.eq(sheet.value()), BATCH.TENANT.eq(tenant.value()),
                    BATCH.JOB_ID.isNotNull(), BATCH.STATUS.in("in_progress", "finalizing", "cancelling"))) {
                return Mark.IN_USE;
            }
            transaction.update(SHEET).set(SHEET.STATE, "deleting").where(ready).execute();
            jobs.removeAll(transaction, sheet);
            transaction.update(BATCH).setNull(BATCH.SHEET_ID)
                    .where(BATCH.SHEET_ID.eq(sheet.value()), BATCH.TENANT.eq(tenant.value())).execute();
            return Mark.MARKED;
        });
    }

    /** Ends an upload: takes away what it stored, and the sheet itself if it was to be a new one. */
    void undo(SheetId sheet, UUID writer) {
        Condition mine = SHEET.ID.eq(sheet.value()).and(SHEET.WRITER.eq(writer));
        boolean created = database.update(SHEET)
                .set(SHEET.STATE, "deleting")
                .where(mine, SHEET.STATE.eq("loading"))
                .execute() == 1;
        if (created) {
            remove(sheet);
        } else {
            removeBeyond(sheet, writer);
        }
    }

    /** Of a sheet marked before. */
    void remove(SheetId sheet) {
        removeRows(sheet, 0);
        database.deleteFrom(CELL_EDIT).where(CELL_EDIT.SHEET_ID.eq(sheet.value())).execute();
        database.deleteFrom(SHEET).where(SHEET.ID.eq(sheet.value()), SHEET.STATE.eq("deleting")).execute();
    }

    /** What an append left behind, which {@code writer} owns; then nobody does. */
    private void removeBeyond(SheetId sheet, UUID writer) {
        Condition mine = SHEET.ID.eq(sheet.value()).and(SHEET.WRITER.eq(writer)).and(SHEET.STATE.eq("ready"));
        Integer rowCount = database.select(SHEET.ROW_COUNT).from(SHEET).where(mine).fetchOne(SHEET.ROW_COUNT);
        if (rowCount != null) {
            removeRows(sheet, rowCount);
            database.update(SHEET).setNull(SHEET.WRITER).where(mine).execute();
        }
    }

    /** From the last one down, so that rows without a gap remain wherever it dies. */
    void removeRows(SheetId sheet, int from) {
        Condition its = SHEET_ROW.SHEET_ID.eq(sheet.value());
        Integer last = database.select(max(SHEET_ROW.ROW)).from(SHEET_ROW).where(its).fetchOneInto(Integer.class);
        for (long end = last == null ? from : last + 1L; end > from; end -= ROWS_AT_ONCE) {
            database.deleteFrom(SHEET_ROW)
                    .where(its, SHEET_ROW.ROW.ge((int) Math.max(from, end - ROWS_AT_ONCE)),
                            SHEET_ROW.ROW.lt((int) end))
                    .execute();
        }
    }

    /** Takes away what uploads left that have stored nothing for so long, and goes on with unfinished deletions. */
    void sweep(Duration lease) {
        Condition dead = SheetWriter.silentFor(lease);
        database.update(SHEET).set(SHEET.STATE, "deleting").where(SHEET.STATE.eq("loading"), dead).execute();
        database.select(SHEET.ID).from(SHEET).where(SHEET.STATE.eq("deleting"))
                .forEach(row -> remove(new SheetId(row.value1())));
        UUID sweeper = UUID.randomUUID();
        database.update(SHEET)
                .set(SHEET.WRITER, sweeper)
                .set(SHEET.WRITTEN_AT, currentOffsetDateTime())
                .where(SHEET.STATE.eq("ready"), SHEET.WRITER.isNotNull(), dead)
                .returningResult(SHEET.ID)
                .fetch()
                .forEach(row -> removeBeyond(new SheetId(row.value1()), sweeper));
    }
}

package dev.cellmill.jobapi.file;

import static dev.cellmill.common.db.generated.intake.Tables.FILE;
import static dev.cellmill.common.db.generated.intake.Tables.FILE_CHUNK;
import static dev.cellmill.common.db.generated.jobs.Tables.BATCH;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import java.time.Duration;
import org.jooq.DSLContext;
import org.jooq.types.DayToSecond;
import org.springframework.stereotype.Component;

/**
 * Takes files away that are marked {@code deleting}, which nobody sees any more: their pieces in short transactions, then
 * themselves. So it can die anywhere and be gone on with by anyone, twice if need be.
 */
@Component
class FileRemoval {
    private static final int CHUNKS_AT_ONCE = 32;

    private final DSLContext database;

    FileRemoval(DSLContext database) {
        this.database = database;
    }

    /** Of a file marked before. */
    void remove(FileId id) {
        int removed;
        do {
            removed = database.deleteFrom(FILE_CHUNK)
                    .where(FILE_CHUNK.FILE_ID.eq(id.value()), FILE_CHUNK.START.in(select(FILE_CHUNK.START)
                            .from(FILE_CHUNK).where(FILE_CHUNK.FILE_ID.eq(id.value())).limit(CHUNKS_AT_ONCE)))
                    .execute();
        } while (removed > 0);
        database.deleteFrom(FILE).where(FILE.ID.eq(id.value()), FILE.STATE.eq("deleting")).execute();
    }

    /** Takes away what nothing has been written to for so long, what has expired, and what is left of deletions. */
    void sweep(Duration lease) {
        database.update(FILE).set(FILE.STATE, "deleting")
                .where(FILE.STATE.eq("loading"),
                        FILE.WRITTEN_AT.lt(currentOffsetDateTime().sub(val(DayToSecond.valueOf(lease)))))
                .execute();
        database.update(FILE).set(FILE.STATE, "deleting")
                .where(FILE.STATE.eq("ready"), FILE.EXPIRES_AT.le(currentOffsetDateTime()),
                        notExists(selectOne().from(BATCH)
                                .where(BATCH.INPUT_FILE.eq(FILE.ID), BATCH.STATUS.eq("validating"))))
                .execute();
        database.select(FILE.ID).from(FILE).where(FILE.STATE.eq("deleting")).fetch(FILE.ID)
                .forEach(id -> remove(new FileId(id)));
    }
}

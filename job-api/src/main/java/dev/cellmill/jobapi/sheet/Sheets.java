package dev.cellmill.jobapi.sheet;

import static dev.cellmill.common.db.generated.intake.Tables.SHEET;
import static org.jooq.impl.DSL.noCondition;

import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The sheets that are whole: those that are being loaded or deleted are not seen. */
@Component
public class Sheets {
    private static final String READY = "ready";

    private final DSLContext database;

    Sheets(DSLContext database) {
        this.database = database;
    }

    public Optional<Sheet> find(TenantId tenant, SheetId id) {
        return database.selectFrom(SHEET).where(ready(tenant), SHEET.ID.eq(id.value())).fetchOptional(Sheets::sheet);
    }

    /**
     * Newest first.
     *
     * @param contentHash only those made of this body
     * @param before only those older than this one
     */
    List<Sheet> list(TenantId tenant, byte @Nullable [] contentHash, @Nullable UUID before, int limit) {
        return database.selectFrom(SHEET)
                .where(ready(tenant), contentHash == null ? noCondition() : SHEET.CONTENT_HASH.eq(contentHash),
                        before == null ? noCondition() : SHEET.ID.lt(before))
                .orderBy(SHEET.ID.desc())
                .limit(limit)
                .fetch(Sheets::sheet);
    }

    private static Condition ready(TenantId tenant) {
        return SHEET.TENANT.eq(tenant.value()).and(SHEET.STATE.eq(READY));
    }

    private static Sheet sheet(Record row) {
        byte[] hash = row.get(SHEET.CONTENT_HASH);
        return new Sheet(new SheetId(row.get(SHEET.ID)), row.get(SHEET.NAME), List.of(row.get(SHEET.COLUMNS)),
                row.get(SHEET.ROW_COUNT), row.get(SHEET.CREATED_AT).toInstant(),
                hash == null ? null : HexFormat.of().formatHex(hash));
    }
}

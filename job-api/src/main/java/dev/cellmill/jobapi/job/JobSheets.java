package dev.cellmill.jobapi.job;

import static dev.cellmill.common.db.generated.intake.Tables.SHEET;
import static dev.cellmill.common.db.generated.intake.Tables.SHEET_ROW;

import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.Record5;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The sheets that jobs fill. Reads only. */
@Component
class JobSheets {
    private static final String READY = "ready";

    /** One row as stored: texts or JSON values beside the sheet's columns. */
    record Row(int number, JsonNode input) {}

    /** @throws ProblemException if there is none that a job can fill */
    JobSheet read(DSLContext db, TenantId tenant, @Nullable SheetId id) {
        return usable(query(db, tenant, named(id)).fetchOptional());
    }

    /**
     * Holds the sheet until the transaction ends: no other job is submitted on it, and it is not deleted.
     *
     * @throws ProblemException if there is none that a job can fill
     */
    JobSheet lock(DSLContext db, TenantId tenant, @Nullable SheetId id) {
        return usable(query(db, tenant, named(id)).forUpdate().fetchOptional());
    }

    /** Rows from the first on, at most so many. */
    List<Row> rows(DSLContext db, JobSheet sheet, int first, int end, int most) {
        return db.select(SHEET_ROW.ROW, SHEET_ROW.INPUT)
                .from(SHEET_ROW)
                .where(SHEET_ROW.SHEET_ID.eq(sheet.id().value()), SHEET_ROW.ROW.ge(first), SHEET_ROW.ROW.lt(end))
                .orderBy(SHEET_ROW.ROW)
                .limit(most)
                .fetch(row -> new Row(row.value1(), Json.MAPPER.readTree(row.value2().data())));
    }

    /** At most so many rows, spread evenly from the first on. */
    List<Row> sample(DSLContext db, JobSheet sheet, int first, int end, int most) {
        int rows = end - first;
        Integer[] numbers = IntStream.range(0, Math.min(most, rows))
                .mapToObj(place -> first + (int) ((long) place * rows / Math.min(most, rows)))
                .toArray(Integer[]::new);
        return db.select(SHEET_ROW.ROW, SHEET_ROW.INPUT)
                .from(SHEET_ROW)
                .where(SHEET_ROW.SHEET_ID.eq(sheet.id().value()), SHEET_ROW.ROW.eq(DSL.any(numbers)))
                .fetch(row -> new Row(row.value1(), Json.MAPPER.readTree(row.value2().data())));
    }

    private static SheetId named(@Nullable SheetId id) {
        if (id == null) {
            throw refused("A job needs a sheet; write the id of one under \"sheet\".");
        }
        return id;
    }

    private static SelectConditionStep<Record5<UUID, String, String[], Integer, String>> query(DSLContext db,
            TenantId tenant, SheetId id) {
        return db.select(SHEET.ID, SHEET.NAME, SHEET.COLUMNS, SHEET.ROW_COUNT, SHEET.STATE)
                .from(SHEET)
                .where(SHEET.ID.eq(id.value()), SHEET.TENANT.eq(tenant.value()));
    }

    private static JobSheet usable(Optional<Record5<UUID, String, String[], Integer, String>> found) {
        var sheet = found.orElseThrow(() -> refused("There is no such sheet; GET /v1/sheets lists those there are."));
        if (!sheet.value5().equals(READY)) {
            throw refused("The sheet is %s; a job can fill it once it is ready.".formatted(sheet.value5()));
        }
        return new JobSheet(new SheetId(sheet.value1()), sheet.value2(), List.of(sheet.value3()), sheet.value4());
    }

    private static ProblemException refused(String sentence) {
        return new ProblemException(Problem.at(ProblemType.JOB_INVALID, "/sheet", sentence));
    }
}

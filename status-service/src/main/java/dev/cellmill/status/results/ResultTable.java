package dev.cellmill.status.results;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.status.sheet.ChosenRows;
import dev.cellmill.status.sheet.ShownSheet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written: these rows of a sheet.
 *
 * @param name of the job or sheet, for the file's name
 * @param endRow behind the last row
 * @param chosen which of the rows between
 * @param plan of the job, as it is stored; null where it is not one job's
 * @param job likewise
 * @param batch whose job it is; null if it is none's
 */
record ResultTable(ShownSheet sheet, String name, int firstRow, int endRow, ChosenRows chosen,
        @Nullable String plan, @Nullable UUID job, @Nullable String batch) {

    ResultTable {
        requireNonNull(sheet, "sheet is null");
        requireNonNull(name, "name is null");
    }

    /** Of the job, in the order of the sheet's; empty where it is not one job's. */
    List<PlannedColumn> columns() {
        return plan == null ? List.of() : Json.MAPPER.readValue(plan, JobPlan.class).columns();
    }
}

package dev.cellmill.status.results;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.status.sheet.ChosenRows;
import dev.cellmill.status.sheet.ShownSheet;
import java.util.List;

/**
 * What is to be written: these rows of a sheet.
 *
 * @param name of the job or sheet, for the file's name
 * @param endRow behind the last row
 * @param chosen which of the rows between
 * @param columns of the job, in the order of the sheet's; empty where it is not one job's
 */
record ResultTable(ShownSheet sheet, String name, int firstRow, int endRow, ChosenRows chosen,
        List<PlannedColumn> columns) {

    ResultTable {
        requireNonNull(sheet, "sheet is null");
        requireNonNull(name, "name is null");
        columns = List.copyOf(columns);
    }
}

package dev.cellmill.status.results;

import static java.util.Objects.requireNonNull;

import dev.cellmill.status.sheet.ChosenRows;
import dev.cellmill.status.sheet.ShownSheet;

/**
 * What is to be written: these rows of a sheet.
 *
 * @param name of the job or sheet, for the file's name
 * @param endRow behind the last row
 * @param chosen which of the rows between
 */
record ResultTable(ShownSheet sheet, String name, int firstRow, int endRow, ChosenRows chosen) {

    ResultTable {
        requireNonNull(sheet, "sheet is null");
        requireNonNull(name, "name is null");
    }
}

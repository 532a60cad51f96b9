package dev.cellmill.status.cell;

import dev.cellmill.status.sheet.CellView;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.util.RawValue;

/**
 * Rows of a sheet.
 *
 * @param total rows of the whole sheet
 */
record Grid(List<Row> items, int total) {

    Grid {
        items = List.copyOf(items);
    }

    /**
     * @param input by name, in the order of the columns
     * @param cells by name, in the order of the columns; only those that any job has touched
     */
    record Row(int row, Map<String, RawValue> input, Map<String, CellView> cells) {}
}

package dev.cellmill.status.results;

import static java.util.Objects.requireNonNull;

import dev.cellmill.status.sheet.CellView;
import org.jspecify.annotations.Nullable;

/**
 * One row of a sheet.
 *
 * @param input a JSON array beside the sheet's inputs, shorter for a row given before a column was known
 * @param cells by place of the filled columns; null where there is none. Owned by whoever reads the block.
 */
record ResultRow(int row, String input, @Nullable CellView[] cells) {

    ResultRow {
        requireNonNull(input, "input is null");
    }
}

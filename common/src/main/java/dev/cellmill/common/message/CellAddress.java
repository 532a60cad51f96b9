package dev.cellmill.common.message;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.id.CellKey;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;

/**
 * Whose cell a message is about.
 *
 * @param row from 0, in the sheet
 * @param column the place of the column in the job's plan, from 0
 * @param name the column's name; only for readers of the topic, never for a decision
 */
public record CellAddress(TenantId tenant, SheetId sheet, JobId job, int row, int column, String name) {

    /** Rows of one block share a partition of the event topic, so their counters meet in one fold. */
    public static final int ROWS_PER_BLOCK = 256;

    public CellAddress {
        requireNonNull(tenant, "tenant is null");
        requireNonNull(sheet, "sheet is null");
        requireNonNull(name, "name is null");
        new CellKey(job, row, column);
    }

    public CellKey key() {
        return new CellKey(job, row, column);
    }

    /** The key of this cell's events on Kafka. */
    public String eventKey() {
        return sheet + "/" + row / ROWS_PER_BLOCK;
    }
}

package dev.cellmill.status.progress;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.status.sheet.ChosenRows;
import java.util.List;
import java.util.UUID;

/**
 * Which rows and columns a job has.
 *
 * @param endRow behind the last row
 * @param chosen which of the rows between
 * @param halted whether the job was cancelled
 */
record JobRows(TenantId tenant, UUID id, List<String> columns, int firstRow, int endRow, ChosenRows chosen,
        boolean halted) {

    JobRows {
        requireNonNull(tenant, "tenant is null");
        requireNonNull(id, "id is null");
        columns = List.copyOf(columns);
    }

    /** A bit for each column. */
    long allColumns() {
        return (1L << columns.size()) - 1;
    }
}

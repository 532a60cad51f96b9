package dev.cellmill.status.live;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.message.CellAddress;
import java.util.List;

/** What of a job never changes. */
record WatchedJob(TenantId tenant, JobId id, SheetId sheet, List<String> columns) {

    WatchedJob {
        requireNonNull(tenant, "tenant is null");
        requireNonNull(id, "id is null");
        requireNonNull(sheet, "sheet is null");
        columns = List.copyOf(columns);
    }

    /** The key of its records on Kafka that are about a block of rows. */
    String key(int block) {
        return new CellAddress(tenant, sheet, id, block * CellAddress.ROWS_PER_BLOCK, 0, "").eventKey();
    }
}

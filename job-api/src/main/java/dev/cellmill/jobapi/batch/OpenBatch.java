package dev.cellmill.jobapi.batch;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.plan.Endpoint;
import dev.cellmill.jobapi.file.FileId;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A batch that there is something to do about.
 *
 * @param outputSeconds that the files it writes are kept; null for ever
 * @param requests of its file; 0 until that is validated
 * @param hasExpired whether its time was over before its job had ended
 */
record OpenBatch(BatchId id, Caller by, BatchStatus status, Endpoint endpoint, FileId input,
        @Nullable BigDecimal maxCost, @Nullable Long outputSeconds, @Nullable SheetId sheet, @Nullable JobId job,
        int requests, boolean hasExpired) {

    TenantId tenant() {
        return by.tenant();
    }
}

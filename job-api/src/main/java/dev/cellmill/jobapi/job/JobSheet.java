package dev.cellmill.jobapi.job;

import dev.cellmill.common.id.SheetId;
import java.util.List;

/** What a job needs to know of its sheet. */
record JobSheet(SheetId id, String name, List<String> columns, int rowCount) {
    JobSheet {
        columns = List.copyOf(columns);
    }
}

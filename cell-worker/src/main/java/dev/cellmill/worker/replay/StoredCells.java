package dev.cellmill.worker.replay;

import dev.cellmill.common.id.CellKey;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.Position;
import dev.cellmill.worker.replay.Replays.StoredCell;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Reads what the fold has written down of some cells, in one query. */
final class StoredCells {
    private static final String QUERY = """
            SELECT c.job_id, c.row, c.col, c.run, c.dispatch, c.step, c.state, c.accounts, c.begun_by, c.begun_cost
            FROM unnest({0}::uuid[], {1}::integer[], {2}::smallint[]) AS asked (job_id, row, col)
            JOIN status.cell c USING (job_id, row, col)
            """;

    private final DSLContext database;

    StoredCells(DSLContext database) {
        this.database = database;
    }

    Map<CellKey, StoredCell> find(Collection<CellKey> keys) {
        var jobs = keys.stream().map(key -> key.job().value()).toArray(UUID[]::new);
        var rows = keys.stream().map(CellKey::row).toArray(Integer[]::new);
        var columns = keys.stream().map(key -> (short) key.column()).toArray(Short[]::new);
        var found = new HashMap<CellKey, StoredCell>();
        for (Record row : database.resultQuery(QUERY, jobs, rows, columns).fetch()) {
            var key = new CellKey(new JobId(row.get("job_id", UUID.class)), row.get("row", Integer.class),
                    row.get("col", Integer.class));
            found.put(key, new StoredCell(
                    new Position(row.get("run", Long.class), row.get("dispatch", Integer.class),
                            row.get("step", Integer.class)),
                    row.get("state", Integer.class), List.of(row.get("accounts", Long[].class)),
                    row.get("begun_by", String.class),
                    row.get("begun_cost") == null ? 0 : row.get("begun_cost", Long.class)));
        }
        return found;
    }
}

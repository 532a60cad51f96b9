package dev.cellmill.worker.replay;

import dev.cellmill.common.id.CellKey;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.CellAccount;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.state.CellState;
import dev.cellmill.worker.replay.Replays.StoredCell;
import java.util.ArrayList;
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

    /** Reported, and only waiting for the rest of their values. */
    private static final String WAITING = """
            SELECT w.job_id, w.row, w.col, w.run, w.dispatch, w.step
            FROM unnest({0}::uuid[], {1}::integer[], {2}::smallint[]) AS asked (job_id, row, col)
            JOIN status.waiting_end w USING (job_id, row, col)
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
            found.put(key(row), new StoredCell(
                    position(row),
                    row.get("state", Integer.class), List.of(row.get("accounts", Long[].class)),
                    row.get("begun_by", String.class),
                    row.get("begun_cost") == null ? 0 : row.get("begun_cost", Long.class)));
        }
        for (Record row : database.resultQuery(WAITING, jobs, rows, columns).fetch()) {
            found.merge(key(row), reported(position(row)), StoredCells::both);
        }
        return found;
    }

    private static StoredCell reported(Position position) {
        return new StoredCell(position, CellState.RUNNING.code(), List.of(CellAccount.closed(position)), null, 0);
    }

    private static StoredCell both(StoredCell stored, StoredCell reported) {
        var accounts = new ArrayList<>(stored.accounts());
        accounts.addAll(reported.accounts());
        return new StoredCell(stored.position(), stored.state(), accounts, stored.begunBy(), stored.begunCost());
    }

    private static CellKey key(Record row) {
        return new CellKey(new JobId(row.get("job_id", UUID.class)), row.get("row", Integer.class),
                row.get("col", Integer.class));
    }

    private static Position position(Record row) {
        return new Position(row.get("run", Long.class), row.get("dispatch", Integer.class),
                row.get("step", Integer.class));
    }
}

package dev.cellmill.status.live;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.Position;
import dev.cellmill.status.sheet.CellColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads jobs and cells that are watched. */
@Component
class WatchedCells {
    /** Cells of a page of a snapshot. */
    static final int PAGE = 200;

    /** OFFSET 0 has each cell looked up by its key: of a young job the planner believes that reading all cells is cheap. */
    private static final String AMONG = """
            SELECT c.row, c.col, c.dispatch, %s
            FROM unnest(:rows::integer[], :columns::smallint[]) AS wanted (row, col)
            CROSS JOIN LATERAL (
                SELECT * FROM status.cell
                WHERE job_id = :job AND row = wanted.row AND col = wanted.col AND tenant = :tenant
                OFFSET 0
            ) AS c
            """.formatted(CellColumns.LIST);

    private static final String AFTER = """
            SELECT c.row, c.col, c.dispatch, %s
            FROM status.cell c
            WHERE c.job_id = :job AND c.tenant = :tenant AND (c.row, c.col) > (:row, :column) AND c.row < :end
            ORDER BY c.row, c.col
            LIMIT :page
            """.formatted(CellColumns.LIST);

    private final JdbcClient database;

    WatchedCells(JdbcClient database) {
        this.database = database;
    }

    Optional<WatchedJob> job(TenantId tenant, UUID id) {
        return database.sql("SELECT sheet_id, columns FROM jobs.job WHERE id = :id AND tenant = :tenant")
                .param("id", id).param("tenant", tenant.value())
                .query((row, number) -> new WatchedJob(tenant, new JobId(id),
                        new SheetId(row.getObject("sheet_id", UUID.class)),
                        List.of((String[]) row.getArray("columns").getArray())))
                .optional();
    }

    /** When the oldest of the running cells in this block of rows began; empty where none runs. */
    Optional<Instant> oldestStart(WatchedJob job, int block) {
        int first = block * CellAddress.ROWS_PER_BLOCK;
        return database.sql("""
                SELECT c.started_at
                FROM status.cell c
                WHERE c.job_id = :job AND c.tenant = :tenant AND c.state = 1 AND c.row >= :first AND c.row < :end
                    AND c.started_at IS NOT NULL
                ORDER BY c.started_at
                LIMIT 1
                """).param("job", job.id().value()).param("tenant", job.tenant().value()).param("first", first)
                .param("end", first + CellAddress.ROWS_PER_BLOCK)
                .query((row, number) -> row.getObject("started_at", OffsetDateTime.class).toInstant()).optional();
    }

    /** Those of them that are stored. */
    Map<CellPlace, LiveCell> read(WatchedJob job, List<CellPlace> places) {
        var cells = new HashMap<CellPlace, LiveCell>();
        database.sql(AMONG)
                .param("rows", places.stream().map(CellPlace::row).toArray(Integer[]::new))
                .param("columns", places.stream().map(place -> (short) place.column()).toArray(Short[]::new))
                .param("job", job.id().value()).param("tenant", job.tenant().value())
                .query(WatchedCells::cell).list().forEach(cell -> cells.put(cell.place(), cell));
        return cells;
    }

    /** The next {@value #PAGE} cells that are stored. @param end behind the last row */
    List<LiveCell> page(WatchedJob job, CellPlace after, int end) {
        return database.sql(AFTER).param("job", job.id().value()).param("tenant", job.tenant().value())
                .param("row", after.row()).param("column", (short) after.column()).param("end", end)
                .param("page", PAGE).query(WatchedCells::cell).list();
    }

    private static LiveCell cell(ResultSet row, int number) throws SQLException {
        return new LiveCell(new CellPlace(row.getInt("row"), row.getInt("col")),
                new Position(row.getLong("run"), row.getInt("dispatch"), row.getInt("step")), CellColumns.read(row));
    }
}

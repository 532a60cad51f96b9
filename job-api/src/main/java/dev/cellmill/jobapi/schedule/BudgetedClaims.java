package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.id.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The claims of one lane for jobs with a budget: the rows are read first, then so many cells are claimed as the budget
 * covers at their worst. The claim is still one statement on the job's row, which every lane must take: it reads the
 * newest {@code reserved}, and a {@code returned} and {@code spent} that are at most too old. What a cell gives back is
 * never less than what it spent, so an old figure errs on the safe side.
 */
final class BudgetedClaims {
    /** Their rows are read, and their prompts made, before the claim. */
    static final int MOST = 500;

    /** Holds the job to its budget and its concurrency; the rest of each claim is what is claimed. */
    private static final String GRANT = """
            UPDATE jobs.job AS job
            SET sent = job.sent + :cells, reserved = job.reserved + :reserved
            FROM jobs.job AS self
            LEFT JOIN status.job_progress AS progress ON progress.job_id = self.id
            WHERE job.id = :job AND self.id = job.id AND job.state = 'processing'
              AND job.reserved + :reserved - coalesce(progress.returned, 0) + coalesce(progress.spent, 0) <= job.max_cost
              AND (job.concurrency IS NULL OR job.concurrency >= job.sent - coalesce(progress.closed, 0) + :cells)
            """;

    private static final String NEXT = """
            SELECT next_cell, least(end_cell, next_cell + :wanted) AS end_cell, columns
            FROM jobs.dispatch
            WHERE job_id = :job AND lane = :lane AND next_cell < end_cell AND claimed_from IS NULL
            """;

    private static final String CLAIM_RANGE = "WITH granted AS (" + GRANT + """
                  AND EXISTS (SELECT FROM jobs.dispatch WHERE job_id = job.id AND lane = :lane
                              AND next_cell = :from AND claimed_from IS NULL)
                RETURNING new.id AS id, new.version AS version, new.run AS run)
            UPDATE jobs.dispatch AS dispatch
            SET claimed_from = :from, claimed_to = :from + :cells, next_cell = :from + :cells,
                sent = dispatch.sent + :cells, claimed_reserved = :amounts
            FROM granted
            WHERE dispatch.job_id = granted.id AND dispatch.lane = :lane
            RETURNING granted.version, granted.run
            """;

    private static final String CLAIM_READY = "WITH granted AS (" + GRANT + """
                  AND NOT EXISTS (SELECT FROM jobs.ready WHERE lane = :lane AND job_id = job.id AND claimed)
                RETURNING new.id AS id, new.tenant AS tenant, new.version AS version, new.run AS run),
            counted AS (
                INSERT INTO jobs.dispatch (job_id, lane, tenant, columns, next_cell, end_cell, sent)
                SELECT id, :lane, tenant, '{}', 0, 0, :cells FROM granted
                ON CONFLICT (job_id, lane) DO UPDATE SET sent = dispatch.sent + excluded.sent),
            claimed AS (
                UPDATE jobs.ready AS ready
                SET claimed = true, reserved = chosen.reserved
                FROM granted, unnest(:rows, :columns, :runs, :dispatches, :amounts)
                    AS chosen (row, col, run, dispatch, reserved)
                WHERE ready.job_id = granted.id AND ready.row = chosen.row AND ready.col = chosen.col
                  AND ready.run = chosen.run AND ready.dispatch = chosen.dispatch)
            SELECT version, run FROM granted
            """;

    private final JdbcClient sql;
    private final String lane;
    private final Claims claims;
    private final RowReader rows;

    BudgetedClaims(JdbcClient sql, String lane, Claims claims, RowReader rows) {
        this.sql = sql;
        this.lane = lane;
        this.claims = claims;
        this.rows = rows;
    }

    /** What came of it. */
    sealed interface Outcome {
        record Claimed(Claim claim) implements Outcome {}

        /** Not even the first cell is covered. */
        record NotCovered() implements Outcome {}

        /** There was nothing to claim, or something else came first. */
        record Nothing() implements Outcome {}
    }

    private record Versions(long version, long run) {}

    /** The next cells of the cursor. */
    Outcome ofCursor(JobFacts job, LaneFigures figures, long wanted) {
        if (bounded(wanted, figures) == 0) {
            return new Outcome.Nothing();
        }
        Optional<CellRange> next = sql.sql(NEXT)
                .param("job", job.job().value())
                .param("lane", lane)
                .param("wanted", bounded(wanted, figures))
                .query((row, number) -> new CellRange(row.getLong("next_cell"), row.getLong("end_cell"),
                        Claims.places(row.getArray("columns"))))
                .optional();
        if (next.isEmpty()) {
            return new Outcome.Nothing();
        }
        List<ClaimedCell> covered = cover(job, figures, next.get().cells(figures.run(), job::rowAt));
        if (covered.isEmpty()) {
            return new Outcome.NotCovered();
        }
        return claimed(job.job(), covered, grant(CLAIM_RANGE, job.job(), covered).param("from", next.get().from()));
    }

    /** Cells that were made ready or given back, in the order of rows. */
    Outcome ofReady(JobFacts job, LaneFigures figures, long wanted) {
        List<ClaimedCell> waiting = claims.waiting(job.job(), bounded(wanted, figures));
        if (waiting.isEmpty()) {
            return new Outcome.Nothing();
        }
        List<ClaimedCell> covered = cover(job, figures, waiting);
        if (covered.isEmpty()) {
            return new Outcome.NotCovered();
        }
        return claimed(job.job(), covered, grant(CLAIM_READY, job.job(), covered)
                .param("rows", covered.stream().mapToInt(ClaimedCell::row).toArray())
                .param("columns", covered.stream().mapToInt(ClaimedCell::column).toArray())
                .param("runs", covered.stream().mapToLong(cell -> cell.position().run()).toArray())
                .param("dispatches", covered.stream().mapToInt(cell -> cell.position().dispatch()).toArray()));
    }

    private static long bounded(long wanted, LaneFigures figures) {
        return Math.max(0, Math.min(Math.min(wanted, MOST), figures.room()));
    }

    /** Of no more cells than are read at once when they are sent: their values may be large. */
    private List<ClaimedCell> cover(JobFacts job, LaneFigures figures, List<ClaimedCell> all) {
        List<ClaimedCell> cells = all.subList(0, Math.min(all.size(), CellSender.firstPage(job, all)));
        RowPage page = rows.read(job, figures.run(), cells);
        var maker = new CellMaker(job, new Claim(job.job(), figures.version(), figures.run(), cells, false), lane, page,
                Instant.EPOCH);
        return new Funds(figures.funds() == null ? 0 : figures.funds()).cover(cells,
                cells.stream().map(maker::worstCost).toList());
    }

    private JdbcClient.StatementSpec grant(String statement, JobId job, List<ClaimedCell> covered) {
        long[] amounts = covered.stream().mapToLong(cell -> cell.reserved() == null ? 0 : cell.reserved()).toArray();
        return sql.sql(statement)
                .param("job", job.value())
                .param("lane", lane)
                .param("cells", (long) covered.size())
                .param("reserved", java.util.Arrays.stream(amounts).sum())
                .param("amounts", amounts);
    }

    private static Outcome claimed(JobId job, List<ClaimedCell> cells, JdbcClient.StatementSpec statement) {
        return statement.query((row, number) -> new Versions(row.getLong("version"), row.getLong("run"))).optional()
                .<Outcome>map(now -> new Outcome.Claimed(new Claim(job, now.version(), now.run(), cells, false)))
                .orElseGet(Outcome.Nothing::new);
    }
}

package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.Answer;
import dev.cellmill.common.message.Position;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntUnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The claims of one lane, by whoever holds its lock. A claim is one statement: it commits what will be sent together with
 * {@code sent}, on the job's row first, so that a job is serialised over its lanes and its concurrency holds exactly:
 * the update reads the newest {@code sent}, and a {@code closed} that is at most too low. What was claimed stays
 * marked until {@link #settle}, and nothing more is claimed over it.
 */
final class Claims {
    /** Cells of one claim out of {@code jobs.ready}; each may carry an answer of an earlier step. */
    static final int MOST_READY = 1_000;

    /** Cells of one claim out of the cursor's range. */
    static final int MOST_OF_CURSOR = 5_000;

    private static final String CLAIM_RANGE = """
            WITH granted AS (
                UPDATE jobs.job AS job
                SET sent = job.sent + least(:wanted, dispatch.end_cell - dispatch.next_cell,
                                            job.concurrency - (job.sent - coalesce(progress.closed, 0)))
                FROM jobs.dispatch AS dispatch
                LEFT JOIN status.job_progress AS progress USING (job_id)
                WHERE job.id = :job AND job.state = 'processing'
                  AND dispatch.job_id = job.id AND dispatch.lane = :lane AND dispatch.next_cell < dispatch.end_cell
                  AND dispatch.claimed_from IS NULL
                  AND (job.concurrency IS NULL OR job.concurrency > job.sent - coalesce(progress.closed, 0))
                RETURNING new.id AS id, new.version AS version, new.run AS run, new.sent - old.sent AS cells)
            UPDATE jobs.dispatch AS dispatch
            SET claimed_from = dispatch.next_cell, claimed_to = dispatch.next_cell + granted.cells,
                next_cell = dispatch.next_cell + granted.cells, sent = dispatch.sent + granted.cells
            FROM granted
            WHERE dispatch.job_id = granted.id AND dispatch.lane = :lane
            RETURNING granted.version, granted.run, dispatch.claimed_from, dispatch.claimed_to, dispatch.columns
            """;

    private static final String CLAIM_READY = """
            WITH waiting AS (
                SELECT row, col, run, dispatch, row_number() OVER (ORDER BY row, col) AS place
                FROM jobs.ready
                WHERE lane = :lane AND job_id = :job AND NOT claimed
                ORDER BY row, col LIMIT :wanted),
            granted AS (
                UPDATE jobs.job AS job
                SET sent = job.sent + least((SELECT count(*) FROM waiting),
                                            job.concurrency - (job.sent - coalesce(progress.closed, 0)))
                FROM jobs.job AS self
                LEFT JOIN status.job_progress AS progress ON progress.job_id = self.id
                WHERE job.id = :job AND self.id = job.id AND job.state = 'processing'
                  AND EXISTS (SELECT FROM waiting)
                  AND NOT EXISTS (SELECT FROM jobs.ready WHERE lane = :lane AND job_id = :job AND claimed)
                  AND (job.concurrency IS NULL OR job.concurrency > job.sent - coalesce(progress.closed, 0))
                RETURNING new.id AS id, new.tenant AS tenant, new.version AS version, new.run AS run,
                          new.sent - old.sent AS cells),
            counted AS (
                INSERT INTO jobs.dispatch (job_id, lane, tenant, columns, next_cell, end_cell, sent)
                SELECT id, :lane, tenant, '{}', 0, 0, cells FROM granted
                ON CONFLICT (job_id, lane) DO UPDATE SET sent = dispatch.sent + excluded.sent)
            UPDATE jobs.ready AS ready
            SET claimed = true
            FROM waiting, granted
            WHERE waiting.place <= granted.cells
              AND ready.job_id = granted.id AND ready.row = waiting.row AND ready.col = waiting.col
              AND ready.run = waiting.run AND ready.dispatch = waiting.dispatch
            RETURNING granted.version, granted.run AS job_run, ready.run, ready.row, ready.col, ready.dispatch, ready.step, ready.best,
                      ready.reserved
            """;

    private static final String WAITING = """
            SELECT run, row, col, dispatch, step, best, reserved
            FROM jobs.ready
            WHERE lane = :lane AND job_id = :job AND NOT claimed
            ORDER BY row, col LIMIT :wanted
            """;

    private static final String CLAIMED_READY = """
            SELECT CASE WHEN job.state = 'processing' THEN job.version ELSE 0 END AS version, job.run AS job_run, ready.run, ready.row, ready.col, ready.dispatch, ready.step,
                   ready.best, ready.reserved
            FROM jobs.ready AS ready
            JOIN jobs.job AS job ON job.id = ready.job_id
            WHERE ready.lane = :lane AND ready.job_id = :job AND ready.claimed
            """;

    private static final String PAUSE_FOR_BUDGET = """
            UPDATE jobs.job AS job
            SET state = 'paused', pause_reason = 'budget', version = job.version + 1, updated_at = clock_timestamp()
            FROM jobs.job AS self
            LEFT JOIN status.job_progress AS progress ON progress.job_id = self.id
            WHERE job.id = :job AND self.id = job.id AND job.state = 'processing' AND job.version = :version
              AND job.sent = :sent AND coalesce(progress.closed, 0) = :sent
              AND job.max_cost - job.reserved + coalesce(progress.returned - progress.spent, 0) = :funds
            """;

    private static final String CLEAR_RANGES = """
            UPDATE jobs.dispatch SET claimed_from = NULL, claimed_to = NULL, claimed_reserved = NULL
            WHERE lane = :lane AND job_id = ANY(CAST(:jobs AS uuid[])) AND claimed_from IS NOT NULL
            """;

    private static final String DELETE_READY = """
            DELETE FROM jobs.ready WHERE lane = :lane AND job_id = ANY(CAST(:jobs AS uuid[])) AND claimed
            """;

    private final JdbcClient sql;
    private final String lane;

    Claims(JdbcClient sql, String lane) {
        this.sql = sql;
        this.lane = lane;
    }

    /** The next cells of the cursor; empty if the job does not run or has no room. @param rowAt the row at a place of it */
    Optional<Claim> ofCursor(JobId job, IntUnaryOperator rowAt, long wanted) {
        return sql.sql(CLAIM_RANGE)
                .param("job", job.value())
                .param("lane", lane)
                .param("wanted", Math.min(wanted, MOST_OF_CURSOR))
                .query((row, number) -> new Claim(job, row.getLong("version"), row.getLong("run"),
                        new CellRange(row.getLong("claimed_from"), row.getLong("claimed_to"),
                                places(row.getArray("columns"))).cells(row.getLong("run"), rowAt),
                        false))
                .optional();
    }

    /** Cells that were made ready or given back, in the order of rows; empty as above. */
    Optional<Claim> ofReady(JobId job, long wanted) {
        return ready(job, sql.sql(CLAIM_READY).param("wanted", Math.min(wanted, MOST_READY)), false);
    }

    /** Cells out of {@code jobs.ready} that nobody has claimed, in the order of rows. */
    List<ClaimedCell> waiting(JobId job, long wanted) {
        return sql.sql(WAITING).param("job", job.value()).param("lane", lane).param("wanted", wanted)
                .query((row, number) -> cell(row)).list();
    }

    /** Cells out of {@code jobs.ready} that were claimed and perhaps not sent. */
    Optional<Claim> unsentReady(JobId job) {
        return ready(job, sql.sql(CLAIMED_READY), true);
    }

    private Optional<Claim> ready(JobId job, JdbcClient.StatementSpec statement, boolean resent) {
        var cells = new ArrayList<ClaimedCell>();
        var versionAndRun = new long[2];
        statement.param("job", job.value()).param("lane", lane).query(row -> {
            versionAndRun[0] = row.getLong("version");
            versionAndRun[1] = row.getLong("job_run");
            cells.add(cell(row));
        });
        return cells.isEmpty()
                ? Optional.empty()
                : Optional.of(new Claim(job, versionAndRun[0], versionAndRun[1], cells, resent));
    }

    private static ClaimedCell cell(ResultSet row) throws SQLException {
        String best = row.getString("best");
        return new ClaimedCell(row.getInt("row"), row.getInt("col"),
                new Position(row.getLong("run"), row.getInt("dispatch"), row.getInt("step")),
                best == null ? null : Json.MAPPER.readValue(best, Answer.class),
                row.getObject("reserved", Long.class));
    }

    /** Unless another lane has sent some of it since its figures were read, or the fold has given something back. @return whether it is paused */
    boolean pauseForBudget(LaneFigures job) {
        int paused = sql.sql(PAUSE_FOR_BUDGET).param("job", job.job().value()).param("sent", job.sent())
                .param("version", job.version()).param("funds", job.funds()).update();
        return paused == 1;
    }

    /** Everything that these jobs claimed in this lane was acknowledged by the broker. */
    void settle(Collection<JobId> jobs) {
        UUID[] ids = jobs.stream().map(JobId::value).toArray(UUID[]::new);
        sql.sql(CLEAR_RANGES).param("lane", lane).param("jobs", ids).update();
        sql.sql(DELETE_READY).param("lane", lane).param("jobs", ids).update();
    }

    static List<Integer> places(Array columns) throws SQLException {
        return Arrays.stream((Object[]) columns.getArray()).map(place -> ((Number) place).intValue()).toList();
    }
}

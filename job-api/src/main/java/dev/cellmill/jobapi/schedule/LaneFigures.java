package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a processing job has in one lane, or one that was stopped of which it is not known whether all that was claimed
 * was sent. Figures of the scheduler and of the fold only grow and a read may be old, so that {@code inFlight} is never
 * too low.
 *
 * @param weight by priority
 * @param version under which its cells are sent; 0 if it was stopped, so that workers give them back
 * @param inFlight its cells in the lane
 * @param gone its cells that left the lane, ever
 * @param room cells that its concurrency leaves room for
 * @param paced whether it has a pace of its own
 * @param funds nano-dollars that its budget has left; without one as many as there are
 * @param sent cells, over all lanes and runs
 * @param closed of those
 * @param waiting cells in {@code jobs.ready}, counted to {@link Claims#MOST_READY}
 * @param remaining cells after the cursor
 * @param unsent the claimed range of which nobody noted that it was sent
 * @param readyUnsent whether there are claimed rows in {@code jobs.ready}
 */
record LaneFigures(
        JobId job,
        TenantId tenant,
        int weight,
        long version,
        long run,
        long inFlight,
        long gone,
        long room,
        boolean paced,
        @Nullable Long funds,
        long sent,
        long closed,
        int waiting,
        long remaining,
        @Nullable Unsent unsent,
        boolean readyUnsent) {

    private static final String FIGURES = """
            SELECT job.id, job.tenant, job.priority, job.run,
                   CASE WHEN job.state = 'processing' THEN job.version ELSE 0 END AS version,
                   coalesce(dispatch.sent, 0) + coalesce(lane.entered, 0) - coalesce(lane.gone, 0) AS in_flight,
                   coalesce(lane.gone, 0) AS gone,
                   job.concurrency - (job.sent - coalesce(progress.closed, 0)) AS room,
                   job.max_cost - job.reserved + coalesce(progress.returned, 0) - coalesce(progress.spent, 0) AS funds,
                   job.pace, job.sent, coalesce(progress.closed, 0) AS closed,
                   CASE WHEN job.state = 'processing' THEN ready.waiting ELSE 0 END AS waiting,
                   CASE WHEN job.state = 'processing'
                       THEN coalesce(dispatch.end_cell - dispatch.next_cell, 0) ELSE 0 END AS remaining,
                   dispatch.columns, dispatch.claimed_from, dispatch.claimed_to, dispatch.claimed_reserved,
                   EXISTS (SELECT FROM jobs.ready WHERE lane = :lane AND job_id = job.id AND claimed) AS ready_unsent
            FROM jobs.job AS job
            LEFT JOIN jobs.dispatch AS dispatch ON dispatch.job_id = job.id AND dispatch.lane = :lane
            LEFT JOIN status.lane_progress AS lane ON lane.job_id = job.id AND lane.lane = :lane
            LEFT JOIN status.job_progress AS progress ON progress.job_id = job.id
            CROSS JOIN LATERAL (
                SELECT count(*) AS waiting
                FROM (SELECT FROM jobs.ready
                      WHERE lane = :lane AND job_id = job.id AND NOT claimed LIMIT :most) AS counted) AS ready
            WHERE (job.state = 'processing' OR job.state IN ('failed', 'cancelled') AND (dispatch.claimed_from IS NOT NULL
                   OR EXISTS (SELECT FROM jobs.ready WHERE lane = :lane AND job_id = job.id AND claimed)))
              AND (dispatch.job_id IS NOT NULL OR lane.job_id IS NOT NULL OR ready.waiting > 0)
            ORDER BY job.id
            """;

    static List<LaneFigures> read(JdbcClient sql, String lane) {
        return sql.sql(FIGURES)
                .param("lane", lane)
                .param("most", Claims.MOST_READY)
                .query((row, number) -> of(row))
                .list();
    }

    private static LaneFigures of(ResultSet row) throws SQLException {
        Long room = row.getObject("room", Long.class);
        Integer pace = row.getObject("pace", Integer.class);
        if (pace != null) {
            long atPace = secondsOfWork(pace) - (row.getLong("sent") - row.getLong("closed"));
            room = room == null ? atPace : Long.valueOf(Math.min(room, atPace));
        }
        return new LaneFigures(
                new JobId(row.getObject("id", UUID.class)), new TenantId(row.getString("tenant")),
                FairShares.weight(row.getString("priority")), row.getLong("version"), row.getLong("run"),
                row.getLong("in_flight"), row.getLong("gone"), room == null ? Long.MAX_VALUE : room, pace != null,
                row.getObject("funds", Long.class), row.getLong("sent"), row.getLong("closed"), row.getInt("waiting"),
                row.getLong("remaining"), unsent(row).orElse(null),
                row.getBoolean("ready_unsent"));
    }

    private static Optional<Unsent> unsent(ResultSet row) throws SQLException {
        long from = row.getLong("claimed_from");
        if (row.wasNull()) {
            return Optional.empty();
        }
        var range = new CellRange(from, row.getLong("claimed_to"), Claims.places(row.getArray("columns")));
        Array reserved = row.getArray("claimed_reserved");
        return Optional.of(new Unsent(range, reserved == null ? List.of() : List.of((Long[]) reserved.getArray())));
    }

    /** A claimed range, and what each of its cells has reserved; nothing without a budget. */
    record Unsent(CellRange range, List<Long> reserved) {
        Unsent {
            reserved = List.copyOf(reserved);
        }

        List<ClaimedCell> cells(long run, IntUnaryOperator rowAt) {
            List<ClaimedCell> cells = range.cells(run, rowAt);
            return reserved.isEmpty()
                    ? cells
                    : IntStream.range(0, cells.size()).mapToObj(i -> cells.get(i).reserving(reserved.get(i))).toList();
        }
    }

    /** Calls that a pace lets begin in two seconds, and one: more would only wait at the workers. */
    private static long secondsOfWork(int requestsPerMinute) {
        return requestsPerMinute / 30 + 1;
    }

    boolean budgeted() {
        return funds != null;
    }

    /** Cells that it could send now: those made ready first, the cursor's when there are none. */
    long demand(boolean cursorMayMove) {
        if (waiting > 0) {
            return waiting;
        }
        return cursorMayMove ? Math.min(remaining, Claims.MOST_OF_CURSOR) : 0;
    }

    Contender contender(boolean cursorMayMove) {
        return new Contender(job, tenant, weight, inFlight, demand(cursorMayMove), room);
    }
}

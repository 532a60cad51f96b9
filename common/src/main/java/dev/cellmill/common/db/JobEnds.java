package dev.cellmill.common.db;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.job.WebhookEvent;
import dev.cellmill.common.state.JobState;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Ends jobs, each way by one compare-and-set, and tells their webhooks. Tried by whoever counts a job's ends, by whoever makes a job process again
 * and by whoever has reopened its failed cells, each with the lock on the job's progress, so that one of them sees all.
 */
public final class JobEnds {
    /**
     * A completed job of which nothing was published needs no publication. A job with rounds left and cells that failed
     * goes on in another run.
     */
    private static final String COMPLETE = """
            UPDATE jobs.job AS j
            SET state = CASE WHEN again THEN 'processing' ELSE 'completed' END,
                run = CASE WHEN again THEN nextval('jobs.run') ELSE j.run END,
                reopen_from = CASE WHEN again THEN 0 END,
                rounds_left = CASE WHEN again THEN j.rounds_left - 1 ELSE j.rounds_left END,
                version = CASE WHEN again THEN j.version ELSE j.version + 1 END,
                published = CASE WHEN again OR j.published > 1 THEN j.published ELSE j.version + 1 END,
                updated_at = clock_timestamp(),
                ended_at = CASE WHEN again THEN NULL ELSE clock_timestamp() END
            FROM (SELECT o.id, p.ended, o.rounds_left > 0 AND EXISTS (
                      SELECT FROM status.column_progress AS c WHERE c.job_id = o.id AND c.failed > 0) AS again
                  FROM jobs.job AS o JOIN status.job_progress AS p ON p.job_id = o.id
                  WHERE o.id = ?) AS found
            WHERE j.id = found.id AND j.state = 'processing' AND j.reopen_from IS NULL
              AND found.ended = j.total_cells
            RETURNING new.state
            """;

    private static final String STOP = """
            UPDATE jobs.job
            SET state = 'failed', version = version + 1, updated_at = clock_timestamp(), ended_at = clock_timestamp(),
                error = coalesce(CAST(? AS jsonb), '{}') || jsonb_build_object('row', ?, 'column', ?)
            WHERE id = ? AND state = 'processing' AND stops_on_error
            """;

    private static final String ALERT = """
            UPDATE jobs.job AS j SET alerted = true, updated_at = clock_timestamp()
            FROM status.job_progress AS p
            WHERE j.id = ? AND p.job_id = j.id AND NOT j.alerted AND p.spent >= j.alert_cost
            """;

    private static final String HOLD = """
            UPDATE jobs.job
            SET state = 'paused', pause_reason = 'budget', version = version + 1, updated_at = clock_timestamp()
            WHERE id = ? AND state = 'processing' AND max_cost IS NOT NULL
            """;

    private JobEnds() {}

    /**
     * Pauses a job with a budget of which a cell has cost more than was set aside for it: what is set aside for the others may
     * be too little as well. Does nothing unless it is processing.
     */
    public static void hold(Connection connection, JobId job) throws SQLException {
        try (var statement = connection.prepareStatement(HOLD)) {
            statement.setObject(1, job.value());
            if (statement.executeUpdate() == 1) {
                WebhookOutbox.enqueue(connection, job, WebhookEvent.PAUSED);
            }
        }
    }

    /** Tells once that a job has spent as much as its owner wanted to be told of. */
    public static void alert(Connection connection, JobId job) throws SQLException {
        try (var statement = connection.prepareStatement(ALERT)) {
            statement.setObject(1, job.value());
            if (statement.executeUpdate() == 1) {
                WebhookOutbox.enqueue(connection, job, WebhookEvent.BUDGET);
            }
        }
    }

    /** Does nothing unless the job is processing and all of its cells have ended. @return whether it is completed now */
    public static boolean complete(Connection connection, JobId job) throws SQLException {
        try (var statement = connection.prepareStatement(COMPLETE)) {
            statement.setObject(1, job.value());
            try (var ended = statement.executeQuery()) {
                boolean completed = ended.next() && ended.getString(1).equals(JobState.COMPLETED.wireName());
                if (completed) {
                    WebhookOutbox.enqueue(connection, job, WebhookEvent.COMPLETED);
                }
                return completed;
            }
        }
    }

    /**
     * Fails the job because of this cell. Does nothing unless it is processing and to stop at its first error.
     *
     * @param error of the cell, as JSON
     */
    public static void stop(Connection connection, JobId job, int row, String column, @Nullable String error)
            throws SQLException {
        try (var statement = connection.prepareStatement(STOP)) {
            statement.setString(1, error);
            statement.setInt(2, row);
            statement.setString(3, column);
            statement.setObject(4, job.value());
            if (statement.executeUpdate() == 1) {
                WebhookOutbox.enqueue(connection, job, WebhookEvent.FAILED);
            }
        }
    }
}

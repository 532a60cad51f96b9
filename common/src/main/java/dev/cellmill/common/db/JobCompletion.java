package dev.cellmill.common.db;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.job.WebhookEvent;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Completes jobs by one compare-and-set. Tried by whoever counts a job's last end and by whoever makes a job process
 * again, each with the lock on the job's progress, so that one of them sees both. The job's webhook is told.
 */
public final class JobCompletion {
    /** A completed job of which nothing was published needs no publication. */
    private static final String COMPLETE = """
            UPDATE jobs.job AS j
            SET state = 'completed', version = j.version + 1, updated_at = clock_timestamp(),
                published = CASE WHEN j.published = 1 THEN j.version + 1 ELSE j.published END,
                ended_at = clock_timestamp()
            FROM status.job_progress AS p
            WHERE j.id = ? AND p.job_id = j.id AND j.state = 'processing' AND p.ended = j.total_cells
            """;

    private JobCompletion() {}

    /** Does nothing unless the job is processing and all of its cells have ended. */
    public static void complete(Connection connection, JobId job) throws SQLException {
        try (var statement = connection.prepareStatement(COMPLETE)) {
            statement.setObject(1, job.value());
            if (statement.executeUpdate() == 1) {
                WebhookOutbox.enqueue(connection, job, WebhookEvent.COMPLETED);
            }
        }
    }
}

package dev.cellmill.status.fold;

import dev.cellmill.common.id.JobId;
import java.sql.Connection;
import java.sql.SQLException;

/** Completes jobs: the one transition that is not job-api's. */
public final class JobCompletion {
    /** Whoever counts a job's last end sees it here: the transaction holds the lock on the job's progress. */
    private static final String COMPLETE = """
            UPDATE jobs.job AS j
            SET state = 'completed', version = j.version + 1, updated_at = clock_timestamp(),
                ended_at = clock_timestamp()
            FROM status.job_progress AS p
            WHERE j.id = ? AND p.job_id = j.id AND j.state = 'processing' AND p.ended = j.total_cells
            """;

    private JobCompletion() {}

    /** Does nothing unless the job is processing and all of its cells have ended. */
    public static void complete(Connection connection, JobId job) throws SQLException {
        try (var statement = connection.prepareStatement(COMPLETE)) {
            statement.setObject(1, job.value());
            statement.executeUpdate();
        }
    }
}

package dev.cellmill.common.db;

import dev.cellmill.common.id.DeliveryId;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.job.WebhookEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Puts messages to jobs' webhooks into the outbox, in the transaction that changes the job: after the change, so that the
 * message tells of it. Both commit or neither does. Status-service sends them.
 */
public final class WebhookOutbox {
    /** Of messages that tell of nothing. */
    public static final String TEST = "webhook.test";

    /**
     * The counts are derived as the job's status derives them: what is not stored is queued, or cancelled in a cancelled
     * job. A webhook that said it is gone is told nothing more until it is set anew, but a test goes to it.
     */
    private static final String ENQUEUE = """
            INSERT INTO status.webhook_delivery (id, job_id, tenant, type, body, state, next_attempt_at, created_at)
            SELECT ?, job.id, job.tenant, asked.type, row_to_json(message)::text,
                   CASE WHEN gone THEN 'disabled' ELSE 'pending' END, CASE WHEN NOT gone THEN told.at END, told.at
            FROM (SELECT ?::text AS type, ? AS is_test) AS asked
            CROSS JOIN (SELECT clock_timestamp() AS at) AS told
            CROSS JOIN jobs.job AS job
            CROSS JOIN LATERAL (
                SELECT NOT asked.is_test AND EXISTS (SELECT FROM status.webhook_delivery AS earlier
                    WHERE earlier.job_id = job.id AND earlier.state = 'disabled') AS gone) AS receiver
            CROSS JOIN LATERAL (
                SELECT coalesce(sum(done), 0) AS done, coalesce(sum(failed), 0) AS failed,
                       coalesce(sum(skipped), 0) AS skipped, coalesce(sum(cancelled), 0) AS cancelled,
                       coalesce(sum(running), 0) AS running, coalesce(sum(cost), 0) AS cost
                FROM status.column_progress WHERE job_id = job.id) AS stored
            CROSS JOIN LATERAL (
                SELECT greatest(0, job.total_cells - done - failed - skipped - cancelled - running) AS waiting,
                       greatest(0, job.sent - running - coalesce((SELECT closed FROM status.job_progress
                           WHERE job_id = job.id), 0)) AS in_flight) AS rest
            CROSS JOIN LATERAL (
                SELECT CASE WHEN job.state = 'cancelled' THEN waiting - least(in_flight, waiting) ELSE 0 END
                    AS cancelled) AS derived
            CROSS JOIN LATERAL (
                SELECT job.total_cells AS total, stored.done, stored.failed, stored.skipped,
                       stored.cancelled + derived.cancelled AS cancelled, stored.running,
                       waiting - derived.cancelled AS queued) AS counts
            CROSS JOIN LATERAL (
                SELECT job.id AS "jobId", job.name, job.state, row_to_json(counts) AS counts,
                       trim_scale(stored.cost * 0.000000001) AS cost, job.error,
                       '/v1/status/jobs/' || job.id || '/results' AS "resultsUrl") AS data
            CROSS JOIN LATERAL (
                SELECT asked.type, to_char(told.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS timestamp,
                       row_to_json(data) AS data) AS message
            WHERE job.id = ? AND job.webhook IS NOT NULL
              AND (asked.is_test OR job.webhook -> 'events' @> to_jsonb(asked.type))
            """;

    private WebhookOutbox() {}

    /** Does nothing if the job has no webhook or it does not listen to this. */
    public static void enqueue(Connection connection, JobId job, WebhookEvent event) throws SQLException {
        enqueue(connection, job, event.wireName(), false);
    }

    /** A message that tells of nothing, whatever the webhook listens to. @return empty if the job has no webhook */
    public static Optional<DeliveryId> enqueueTest(Connection connection, JobId job) throws SQLException {
        return enqueue(connection, job, TEST, true);
    }

    private static Optional<DeliveryId> enqueue(Connection connection, JobId job, String type, boolean test)
            throws SQLException {
        var id = DeliveryId.next();
        try (var statement = connection.prepareStatement(ENQUEUE)) {
            statement.setObject(1, id.value());
            statement.setString(2, type);
            statement.setBoolean(3, test);
            statement.setObject(4, job.value());
            return statement.executeUpdate() == 1 ? Optional.of(id) : Optional.empty();
        }
    }
}

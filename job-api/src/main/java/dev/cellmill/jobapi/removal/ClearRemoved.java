package dev.cellmill.jobapi.removal;

import dev.cellmill.common.db.RemovedJobs;
import dev.cellmill.common.db.RowRanges;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.message.JobControl;
import dev.cellmill.common.message.Messages;
import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import dev.cellmill.common.state.JobState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Follows removed jobs to their end. Workers are told to begin no call for them; then, once no transaction is left that began
 * when they were still there, each service clears its tables, this one its own; a day later they are forgotten, so that what
 * they spent counts until their tenant's day is over. Each step can be repeated, by anyone.
 */
final class ClearRemoved extends PeriodicTask {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration SEND = Duration.ofSeconds(5);

    private static final String NEW = """
            SELECT job_id, version FROM jobs.removed_job WHERE NOT cleared AND horizon IS NULL ORDER BY removed_at LIMIT 100
            """;
    private static final String TOLD = """
            UPDATE jobs.removed_job SET horizon = pg_snapshot_xmax(pg_current_snapshot())::text::bigint
            WHERE job_id = :job AND horizon IS NULL
            """;
    /** The counters of the job itself stay while they tell what its tenant has spent today. */
    private static final String CLEARED = """
            UPDATE jobs.removed_job AS removed SET cleared = true
            WHERE job_id = ANY(:jobs) AND NOT cleared
              AND NOT EXISTS (SELECT FROM jobs.ready WHERE job_id = removed.job_id)
              AND NOT EXISTS (SELECT FROM jobs.dispatch WHERE job_id = removed.job_id)
              AND NOT EXISTS (SELECT FROM jobs.job_step WHERE job_id = removed.job_id)
              AND NOT EXISTS (SELECT FROM worker.job_pace WHERE job_id = removed.job_id)
              AND NOT EXISTS (SELECT FROM status.cell WHERE job_id = removed.job_id)
              AND NOT EXISTS (SELECT FROM status.cell_output_chunk WHERE job_id = removed.job_id)
              AND NOT EXISTS (SELECT FROM status.waiting_end WHERE job_id = removed.job_id)
              AND NOT EXISTS (SELECT FROM status.row_progress WHERE job_id = removed.job_id)
              AND NOT EXISTS (SELECT FROM status.column_progress WHERE job_id = removed.job_id)
              AND NOT EXISTS (SELECT FROM status.step_progress WHERE job_id = removed.job_id)
              AND NOT EXISTS (SELECT FROM status.lane_progress WHERE job_id = removed.job_id)
              AND NOT EXISTS (SELECT FROM status.webhook_delivery WHERE job_id = removed.job_id)
            """;
    private static final String OLD = """
            SELECT job_id FROM jobs.removed_job AS removed
            WHERE cleared AND removed_at < clock_timestamp() - interval '1 day'
              AND NOT EXISTS (SELECT FROM status.job_progress WHERE job_id = removed.job_id)
            ORDER BY removed_at LIMIT 100
            """;

    private final JdbcClient sql;
    private final Producer<byte[], byte[]> producer;

    ClearRemoved(JdbcClient sql, Producer<byte[], byte[]> producer) {
        super("clear-removed-jobs", INTERVAL, ShutdownPhase.REST);
        this.sql = sql;
        this.producer = producer;
    }

    private record Removed(UUID jobId, long version) {}

    @Override
    protected void run() {
        for (Removed removed : sql.sql(NEW).query(Removed.class).list()) {
            var job = new JobId(removed.jobId());
            publish(job, Messages.write(new JobControl(job, removed.version(), JobState.CANCELLED)));
            sql.sql(TOLD).param("job", removed.jobId()).update();
        }
        UUID[] jobs = RemovedJobs.ready(sql);
        for (UUID job : jobs) {
            RowRanges.clear(sql, "jobs.ready", job);
        }
        if (jobs.length > 0) {
            for (String table : List.of("jobs.dispatch", "jobs.job_step")) {
                sql.sql("DELETE FROM %s WHERE job_id = ANY(:jobs)".formatted(table)).param("jobs", jobs).update();
            }
            sql.sql(CLEARED).param("jobs", jobs).update();
        }
        for (UUID job : sql.sql(OLD).query(UUID.class).list()) {
            publish(new JobId(job), null);
            sql.sql("DELETE FROM jobs.removed_job WHERE job_id = :job").param("job", job).update();
        }
    }

    /** @param state null for nothing more to be said of it; all its tasks are long gone then */
    private void publish(JobId job, byte @Nullable [] state) {
        try {
            producer.send(new ProducerRecord<>(Topics.CONTROL, job.toString().getBytes(StandardCharsets.UTF_8), state))
                    .get(SEND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the workers could not be told that job " + job + " is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

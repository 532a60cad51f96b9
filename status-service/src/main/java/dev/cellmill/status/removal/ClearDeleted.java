package dev.cellmill.status.removal;

import dev.cellmill.common.db.RemovedJobs;
import dev.cellmill.common.db.RowRanges;
import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Clears this service's tables of removed jobs; any number of replicas may. */
@Component
class ClearDeleted extends PeriodicTask {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final String CHUNKS = "status.cell_output_chunk";
    /** A cell of another job may be about to take its value from them. */
    private static final String CHUNKS_ARE_WANTED = """
            SELECT EXISTS (SELECT FROM status.waiting_end WHERE text_job = :job AND job_id <> :job)
            """;
    private static final String CELLS = "status.cell";
    private static final List<String> BY_ROW = List.of("status.waiting_end", "status.row_progress");
    /** The bill of a call that was in flight comes to nobody any more, so it is charged as one that never came: at its worst. */
    private static final String CHARGED = """
            , charged AS (
                UPDATE status.job_progress AS progress
                SET spend_day = now.day,
                    day_spent = late.cost + CASE WHEN progress.spend_day = now.day THEN progress.day_spent ELSE 0 END
                FROM (SELECT sum(begun_cost)::bigint AS cost FROM gone) AS late,
                    (SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date AS day OFFSET 0) AS now
                WHERE progress.job_id = :job AND late.cost > 0)
            """;
    /** Of these a job has no more than some for each column. */
    private static final List<String> AT_ONCE = List.of("status.column_progress", "status.step_progress",
            "status.lane_progress", "status.webhook_delivery");
    /** What a tenant has spent today is a sum over these. Cells that another replica is just taking away may still be charged. */
    private static final String UNLESS_SPENT_TODAY = """
            DELETE FROM status.job_progress AS progress
            WHERE job_id = ANY(:jobs)
              AND (spend_day IS NULL OR spend_day < (clock_timestamp() AT TIME ZONE 'UTC')::date)
              AND NOT EXISTS (SELECT FROM status.cell WHERE cell.job_id = progress.job_id)
            """;
    private static final String OF_EARLIER_DAYS = """
            DELETE FROM status.job_progress WHERE job_id IN (
                SELECT job_id FROM jobs.removed_job WHERE removed_at < clock_timestamp() - interval '1 day')
            """;

    private final JdbcClient sql;

    ClearDeleted(JdbcClient sql) {
        super("clear-deleted-jobs", INTERVAL, ShutdownPhase.REST);
        this.sql = sql;
    }

    @Override
    protected void run() {
        sql.sql(OF_EARLIER_DAYS).update();
        UUID[] jobs = RemovedJobs.ready(sql);
        for (UUID job : jobs) {
            if (!sql.sql(CHUNKS_ARE_WANTED).param("job", job).query(Boolean.class).single()) {
                RowRanges.clear(sql, CHUNKS, job);
            }
            RowRanges.clear(sql, CELLS, job, CHARGED);
            BY_ROW.forEach(table -> RowRanges.clear(sql, table, job));
        }
        if (jobs.length > 0) {
            AT_ONCE.forEach(table -> sql.sql("DELETE FROM %s WHERE job_id = ANY(:jobs)".formatted(table))
                    .param("jobs", jobs).update());
            sql.sql(UNLESS_SPENT_TODAY).param("jobs", jobs).update();
        }
    }
}

package dev.cellmill.worker.run;

import dev.cellmill.common.id.JobId;
import java.time.Duration;
import org.jooq.DSLContext;

/**
 * When the next call of a job with a pace of its own may begin, over all workers: the generic cell rate algorithm (ITU-T
 * I.371) with the job's theoretical arrival time in the database, by the database's clock. A call that comes late by up to
 * a quarter of a second makes up for it; what was missed beyond that is lost. Thread-safe.
 */
final class JobPaces {
    /** No row where the job has no pace any more. */
    private static final String RESERVE = """
            INSERT INTO worker.job_pace AS pace (job_id, arrival)
            SELECT job.id, clock_timestamp() + interval '1 minute' / job.pace
            FROM jobs.job AS job WHERE job.id = {0} AND job.pace IS NOT NULL
            ON CONFLICT (job_id) DO UPDATE
            SET arrival = greatest(pace.arrival, clock_timestamp() - interval '250 milliseconds')
                + (SELECT interval '1 minute' / job.pace FROM jobs.job AS job WHERE job.id = excluded.job_id)
            RETURNING greatest(0, extract(epoch FROM
                pace.arrival - (SELECT interval '1 minute' / job.pace FROM jobs.job AS job WHERE job.id = {0})
                    - clock_timestamp())
                * 1000)::bigint AS millis
            """;

    private final DSLContext database;
    private final Patience patience;

    JobPaces(DSLContext database, Patience patience) {
        this.database = database;
        this.patience = patience;
    }

    /** Reserves the next place. @return how long to wait for it. Waits for the database where that is away. */
    Duration reserve(JobId job) {
        return patience.untilItSucceeds("the pace of job " + job,
                () -> database.resultQuery(RESERVE, job.value()).fetchOptional()
                        .map(row -> Duration.ofMillis(row.get("millis", Long.class)))
                        .orElse(Duration.ZERO));
    }
}

package dev.cellmill.worker.run;

import dev.cellmill.common.db.RemovedJobs;
import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Takes away the paces of deleted jobs. */
final class ForgetPaces extends PeriodicTask {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final JdbcClient sql;

    ForgetPaces(JdbcClient sql) {
        super("forget-paces", INTERVAL, ShutdownPhase.REST);
        this.sql = sql;
    }

    @Override
    protected void run() {
        UUID[] jobs = RemovedJobs.ready(sql);
        if (jobs.length > 0) {
            sql.sql("DELETE FROM worker.job_pace WHERE job_id = ANY(:jobs)").param("jobs", jobs).update();
        }
    }
}

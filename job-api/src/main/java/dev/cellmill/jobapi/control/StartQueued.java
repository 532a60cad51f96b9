package dev.cellmill.jobapi.control;

import dev.cellmill.common.db.SchedulerChannel;
import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Starts jobs whose time has come, by the database's clock. Any number of replicas may try: each job starts once. */
@Component
class StartQueued extends PeriodicTask {
    private static final Duration SWEEP = Duration.ofMillis(500);

    /** Nothing was published of it before, so nothing need be. */
    private static final String START = """
            WITH started AS (
                UPDATE jobs.job
                SET state = 'processing', version = version + 1, published = version + 1,
                    started_at = clock_timestamp(), updated_at = clock_timestamp()
                WHERE state = 'queued' AND start_at <= clock_timestamp()
                RETURNING id)
            SELECT count(pg_notify(:channel, '')) FROM started
            """;

    private final JdbcClient sql;

    StartQueued(JdbcClient sql) {
        super("start-queued", SWEEP, ShutdownPhase.REST);
        this.sql = sql;
    }

    @Override
    protected void run() {
        sql.sql(START).param("channel", SchedulerChannel.NAME).query(Long.class).single();
    }

}

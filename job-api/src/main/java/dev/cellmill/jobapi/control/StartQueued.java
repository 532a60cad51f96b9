package dev.cellmill.jobapi.control;

import dev.cellmill.common.db.SchedulerChannel;
import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Starts jobs whose time has come, by the database's clock. Any number of replicas may try: each job starts once. */
@Component
class StartQueued implements SmartLifecycle {
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
    private final PeriodicTask sweeping = new PeriodicTask("start-queued", SWEEP, this::sweep);

    StartQueued(JdbcClient sql) {
        this.sql = sql;
    }

    private void sweep() {
        sql.sql(START).param("channel", SchedulerChannel.NAME).query(Long.class).single();
    }

    @Override
    public void start() {
        sweeping.start();
    }

    @Override
    public void stop() {
        sweeping.stop();
    }

    @Override
    public boolean isRunning() {
        return sweeping.isRunning();
    }

    @Override
    public int getPhase() {
        return ShutdownPhase.REST;
    }
}

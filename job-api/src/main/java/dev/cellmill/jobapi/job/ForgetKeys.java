package dev.cellmill.jobapi.job;

import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Forgets idempotency keys of all tenants after their day, in short transactions. A request sees its own tenant's only. */
@Component
class ForgetKeys extends PeriodicTask {
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final int AT_ONCE = 1_000;

    private static final String FORGET = """
            DELETE FROM jobs.idempotency
            WHERE (tenant, key) IN (SELECT tenant, key FROM jobs.idempotency
                WHERE created_at < clock_timestamp() - make_interval(hours => :hours)
                ORDER BY created_at LIMIT :limit FOR UPDATE SKIP LOCKED)
            """;

    private final JdbcClient sql;

    ForgetKeys(JdbcClient sql) {
        super("idempotency-keys", INTERVAL, ShutdownPhase.REST);
        this.sql = sql;
    }

    @Override
    protected void run() {
        int gone;
        do {
            gone = sql.sql(FORGET).param("hours", (int) IdempotencyKeys.KEPT.toHours()).param("limit", AT_ONCE)
                    .update();
        } while (gone == AT_ONCE);
    }
}

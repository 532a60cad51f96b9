package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts the jobs that have not ended, for the meters, by one short query for all of them. */
final class OpenJobs extends PeriodicTask implements MeterBinder {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final List<String> OPEN = List.of("queued", "processing", "paused");
    private static final String COUNT = """
            SELECT state, count(*) AS jobs FROM jobs.job WHERE state IN ('queued', 'processing', 'paused') GROUP BY state
            """;

    private final JdbcClient sql;
    private volatile Map<String, Long> jobs = Map.of();

    OpenJobs(JdbcClient sql) {
        super("open-jobs", INTERVAL, ShutdownPhase.REST);
        this.sql = sql;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String state : OPEN) {
            Gauge.builder("cellmill.jobs.open", this, one -> one.jobs.getOrDefault(state, 0L)).tag("state", state)
                    .description("Jobs that have not ended").register(registry);
        }
    }

    @Override
    protected void run() {
        var counted = new HashMap<String, Long>();
        sql.sql(COUNT).query((RowCallbackHandler) row -> counted.put(row.getString("state"), row.getLong("jobs")));
        jobs = Map.copyOf(counted);
    }
}

package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Providers whose circuit is open at every worker that could call them, as of half a second ago: jobs get no more cells sent to them until the
 * circuit closes or is half open: the cells that wait there try it then, or the first that are sent. Thread-safe.
 */
final class AwayProviders extends PeriodicTask {
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final String OPEN = """
            SELECT provider, count(*) AS workers FROM worker.provider_state
            WHERE state = 'open' AND seen_at > clock_timestamp() - interval '10 seconds'
            GROUP BY provider
            """;

    private final JdbcClient sql;
    private final LiveWorkers workers;
    private volatile Map<String, Integer> open = Map.of();

    AwayProviders(JdbcClient sql, LiveWorkers workers) {
        super("away-providers", INTERVAL, ShutdownPhase.SCHEDULER);
        this.sql = sql;
        this.workers = workers;
    }

    /** Those that no live worker of the lane can reach. */
    Set<String> of(String lane) {
        int serving = workers.serving(lane);
        return open.entrySet().stream().filter(provider -> provider.getValue() >= serving).map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    protected void run() {
        var now = new HashMap<String, Integer>();
        sql.sql(OPEN).query(row -> {
            now.put(row.getString("provider"), row.getInt("workers"));
        });
        open = Map.copyOf(now);
    }
}

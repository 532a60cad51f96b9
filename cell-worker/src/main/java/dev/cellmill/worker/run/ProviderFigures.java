package dev.cellmill.worker.run;

import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jooq.DSLContext;

/**
 * Tells every two seconds how this worker's calls to its providers went in the last half hour to hour, where there is anything
 * new to tell.
 */
final class ProviderFigures extends PeriodicTask {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration TURN = Duration.ofMinutes(30);
    private static final String NOTE = """
            INSERT INTO worker.provider_figures (provider, worker, latencies, failures, seen_at)
            VALUES ({0}, {1}, {2}, {3}, clock_timestamp())
            ON CONFLICT (provider, worker) DO UPDATE
            SET latencies = excluded.latencies, failures = excluded.failures, seen_at = excluded.seen_at
            """;
    private static final String FORGET = """
            DELETE FROM worker.provider_figures WHERE seen_at < clock_timestamp() - interval '1 hour'
            """;

    private final ProviderGates gates;
    private final DSLContext database;
    private final String worker;
    private final Map<String, Integer> told = new HashMap<>();
    private long turned = System.nanoTime();

    ProviderFigures(ProviderGates gates, DSLContext database, String worker) {
        super("provider-figures", INTERVAL, ShutdownPhase.WORKERS - 1);
        this.gates = gates;
        this.database = database;
        this.worker = worker;
    }

    @Override
    protected void run() {
        if (System.nanoTime() - turned >= TURN.toNanos()) {
            turned = System.nanoTime();
            gates.all().values().forEach(gate -> gate.meters().figures().turn());
            database.execute(FORGET);
        }
        gates.all().forEach((name, gate) -> tell(name, gate.meters().figures().told()));
    }

    private void tell(String provider, CallFigures.Told figures) {
        int hash = 31 * Arrays.hashCode(figures.latencies()) + Long.hashCode(figures.failures());
        Integer last = told.get(provider);
        boolean isEmpty = figures.failures() == 0 && Arrays.stream(figures.latencies()).allMatch(count -> count == 0);
        if (last == null ? isEmpty : last == hash) {
            return;
        }
        database.query(NOTE, provider, worker, Arrays.stream(figures.latencies()).boxed().toArray(Long[]::new),
                figures.failures()).execute();
        told.put(provider, hash);
    }
}

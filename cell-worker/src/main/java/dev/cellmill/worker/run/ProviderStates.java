package dev.cellmill.worker.run;

import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every second which providers this worker waits for, so that jobs can say what holds them up. */
final class ProviderStates extends PeriodicTask {
    private static final Logger log = LoggerFactory.getLogger(ProviderStates.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final String OPEN = "open";
    /** Down when it was last tried, and to be tried by the next call: where no cell waits, one has to be sent. */
    private static final String HALF_OPEN = "half_open";
    private static final String LIMITED = "limited";
    private static final String NOTE = """
            INSERT INTO worker.provider_state AS noted (provider, worker, state, since, seen_at)
            SELECT provider, {0}, state, clock_timestamp(), clock_timestamp()
            FROM unnest({1}::text[], {2}::text[]) AS held (provider, state)
            ON CONFLICT (provider, worker) DO UPDATE
            SET state = excluded.state, seen_at = excluded.seen_at,
                since = CASE WHEN (noted.state = 'limited') = (excluded.state = 'limited') THEN noted.since
                    ELSE excluded.since END
            """;
    private static final String FORGET = """
            DELETE FROM worker.provider_state WHERE worker = {0} AND provider <> ALL({1}::text[])
            """;

    private final ProviderGates gates;
    private final DSLContext database;
    private final String worker;
    private Map<String, String> told = Map.of();

    ProviderStates(ProviderGates gates, DSLContext database, String worker) {
        super("provider-states", INTERVAL, ShutdownPhase.WORKERS - 1);
        this.gates = gates;
        this.database = database;
        this.worker = worker;
    }

    @Override
    protected void run() {
        tell(held());
    }

    @Override
    public void stop() {
        super.stop();
        try {
            tell(Map.of());
        } catch (RuntimeException e) {
            log.debug("what this worker waited for stays noted until it is too old", e);
        }
    }

    private synchronized void tell(Map<String, String> held) {
        if (held.isEmpty() && told.isEmpty()) {
            return;
        }
        String[] providers = held.keySet().toArray(String[]::new);
        if (!held.isEmpty()) {
            database.query(NOTE, worker, providers, held.values().toArray(String[]::new)).execute();
        }
        database.query(FORGET, worker, providers).execute();
        told = held;
    }

    private Map<String, String> held() {
        var held = new HashMap<String, String>();
        gates.all().forEach((name, gate) -> {
            if (gate.isDown()) {
                held.put(name, gate.isAway() ? OPEN : HALF_OPEN);
            } else if (gate.isHeld()) {
                held.put(name, LIMITED);
            }
        });
        return held;
    }
}

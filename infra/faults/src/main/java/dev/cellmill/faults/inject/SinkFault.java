package dev.cellmill.faults.inject;

import dev.cellmill.faults.cluster.Database;
import dev.cellmill.faults.cluster.Sink;
import dev.cellmill.faults.cluster.Until;
import dev.cellmill.faults.plan.Fault;
import java.time.Duration;

/** Makes the webhook sink bad until somebody has found out. */
record SinkFault(Sink sink, Database database) {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String FOUND_OUT = """
            SELECT count(*) FROM status.webhook_delivery WHERE state = 'pending' AND history <> '[]'""";

    /** Returns when it is healed, or when there is nothing to heal before the round is over. */
    void inject(Fault.Sink bad) {
        switch (bad.how()) {
            case REFUSED -> {
                sink.set(Sink.Mode.DOWN);
                Until.holds(bad.atMost(), this::someoneFoundOut);
                sink.set(Sink.Mode.GOOD);
            }
            case UNANSWERED -> {
                int before = sink.unanswered();
                sink.set(Sink.Mode.HANGING);
                Until.holds(bad.atMost(), () -> sink.unanswered() > before);
                Until.passed(SECOND);
                sink.set(Sink.Mode.GOOD);
            }
            // until the round is over
            case GONE -> sink.set(Sink.Mode.GONE);
        }
    }

    private boolean someoneFoundOut() {
        try {
            return database.sql().sql(FOUND_OUT).query(Long.class).single() > 0;
        } catch (RuntimeException e) {
            return false;
        }
    }
}

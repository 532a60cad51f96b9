package dev.cellmill.common.service;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees when the machine's clock is set back. Kafka's clients keep their deadlines by it: a partition whose position is to be
 * asked for again, a connection that is to be tried again or a batch that is to be sent would wait for as long as it was set
 * back by.
 */
final class ClockWatch extends PeriodicTask {
    private static final Logger log = LoggerFactory.getLogger(ClockWatch.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);
    /** Less is waited for. */
    private static final long STEP_MILLIS = 2_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final LongSupplier wallMillis;
    private final LongSupplier nanoTime;
    private final List<KeepsWallTime> keepers;
    private long ahead;

    /** @param wallMillis the machine's clock @param nanoTime one that nobody sets */
    ClockWatch(LongSupplier wallMillis, LongSupplier nanoTime, List<KeepsWallTime> keepers) {
        super("clock-watch", INTERVAL, ShutdownPhase.REST);
        this.wallMillis = wallMillis;
        this.nanoTime = nanoTime;
        this.keepers = List.copyOf(keepers);
        this.ahead = ahead();
    }

    private long ahead() {
        return wallMillis.getAsLong() - nanoTime.getAsLong() / NANOS_PER_MILLI;
    }

    @Override
    protected void run() {
        long before = ahead;
        ahead = ahead();
        if (ahead - before < -STEP_MILLIS) {
            log.warn("the clock was set back by {} s; what reads from Kafka begins anew", (before - ahead) / 1_000);
            for (KeepsWallTime keeper : keepers) {
                tell(keeper);
            }
        }
    }

    private static void tell(KeepsWallTime keeper) {
        try {
            keeper.clockWasSetBack();
        } catch (RuntimeException e) {
            log.warn("{} did not begin anew", keeper.getClass().getSimpleName(), e);
        }
    }
}

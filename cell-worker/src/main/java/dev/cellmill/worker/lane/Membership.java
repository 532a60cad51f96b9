package dev.cellmill.worker.lane;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Until when the broker surely counts this consumer among its group, so that nobody else has its partitions. A process that
 * stood still for longer than the session must not begin what it held before it has heard again. Thread-safe.
 */
final class Membership {
    private static final int CONFIRMATIONS = 3;

    private final long sureNanos;
    private final LongSupplier nanoTime;
    private volatile long confirmed;
    private volatile boolean isKnown;

    /** @param session after which the broker lets a silent member go; @param heartbeat between two signs of life */
    Membership(Duration session, Duration heartbeat, LongSupplier nanoTime) {
        // the broker may have heard the last heartbeat before the confirmation by so much
        this.sureNanos = session.minus(heartbeat.multipliedBy(2)).toNanos();
        this.nanoTime = nanoTime;
    }

    /** By the clock that {@link #confirmed} is told in. */
    long now() {
        return nanoTime.getAsLong();
    }

    /** @param asked when the request was sent that the broker takes from its members alone */
    void confirmed(long asked) {
        confirmed = asked;
        isKnown = true;
    }

    void lost() {
        isKnown = false;
    }

    boolean isSure() {
        return isKnown && nanoTime.getAsLong() - confirmed < sureNanos;
    }

    /** Whether it should be confirmed again soon. */
    boolean isDue() {
        return !isKnown || nanoTime.getAsLong() - confirmed >= sureNanos / CONFIRMATIONS;
    }
}

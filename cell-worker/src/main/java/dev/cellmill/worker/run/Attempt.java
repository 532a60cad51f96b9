package dev.cellmill.worker.run;

import java.time.Instant;

/**
 * One call to a provider, over when it returns or when its time is up, whichever is first. A provider that ignores
 * its time limit is interrupted and its late outcome dropped; it keeps its slot until it returns.
 */
final class Attempt {
    private final Thread thread;
    private final Instant startedAt;
    private final long startedNanos;
    private final long limitNanos;
    private boolean over;

    Attempt(Thread thread, Instant startedAt, long startedNanos, long limitNanos) {
        this.thread = thread;
        this.startedAt = startedAt;
        this.startedNanos = startedNanos;
        this.limitNanos = limitNanos;
    }

    Instant startedAt() {
        return startedAt;
    }

    long startedNanos() {
        return startedNanos;
    }

    /** @return whether the call was in time; if not, its outcome is nobody's */
    synchronized boolean returned() {
        boolean inTime = !over;
        over = true;
        return inTime;
    }

    /** @return whether the time ran out just now; the caller then says so */
    synchronized boolean expire(long now) {
        if (over || now - startedNanos < limitNanos) {
            return false;
        }
        over = true;
        thread.interrupt();
        return true;
    }
}

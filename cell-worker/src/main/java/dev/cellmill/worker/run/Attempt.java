package dev.cellmill.worker.run;

import dev.cellmill.worker.output.CellOutput;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call to a provider, over when it returns or when its time is up, whichever is first. A provider that ignores
 * its time limit is interrupted and its late outcome dropped; it keeps its slot until it returns.
 */
final class Attempt {
    private final Thread thread;
    private final Instant startedAt;
    private final long startedNanos;
    private final long limitNanos;
    private final @Nullable CellOutput output;
    private boolean over;

    /** @param output where it writes, null if it cannot */
    Attempt(Thread thread, Instant startedAt, long startedNanos, long limitNanos, @Nullable CellOutput output) {
        this.thread = thread;
        this.startedAt = startedAt;
        this.startedNanos = startedNanos;
        this.limitNanos = limitNanos;
        this.output = output;
    }

    Instant startedAt() {
        return startedAt;
    }

    long startedNanos() {
        return startedNanos;
    }

    @Nullable
    CellOutput output() {
        return output;
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

package dev.cellmill.worker.control;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Whether this worker still hears what is published. The control topic has one partition, so who reads back a ping of
 * its own has read all that was published before that ping was sent. While the newest ping read back was sent at most
 * 750 ms ago, a pause that was published longer ago than that is known here. A worker that was frozen or cut off finds
 * its pings old and begins no call. Thread-safe.
 */
public final class Lease {
    static final long HOLDS_NANOS = Duration.ofMillis(750).toNanos();
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(10).toNanos();
    /** Pings under way at most; one that takes longer is of no use any more. */
    private static final int REMEMBERED = 64;

    private final LongSupplier nanoTime;
    private final long[] sentAt = new long[REMEMBERED];
    private long sent;
    private volatile boolean heard;
    private volatile long heardSentAt;

    /** @param nanoTime monotonic, in nanoseconds */
    public Lease(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A ping is about to be sent. @return its number */
    public synchronized long send() {
        sent++;
        sentAt[(int) (sent % REMEMBERED)] = nanoTime.getAsLong();
        return sent;
    }

    /** A ping of this worker was read. */
    public synchronized void readBack(long sequence) {
        if (sequence > sent - REMEMBERED && sequence <= sent) {
            heardSentAt = sentAt[(int) (sequence % REMEMBERED)];
            heard = true;
        }
    }

    public boolean holds() {
        return heard && nanoTime.getAsLong() - heardSentAt <= HOLDS_NANOS;
    }

    /** Waits until it holds; returns at once, not holding, if the thread is interrupted. Only for virtual threads. */
    void await() {
        while (!holds() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }
}

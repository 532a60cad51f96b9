package dev.cellmill.jobapi.schedule;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets one thread wait until another calls it. Calls while nobody waits are kept, as one. Thread-safe. */
final class Wake {
    private final Semaphore calls = new Semaphore(0);

    void call() {
        if (calls.availablePermits() == 0) {
            calls.release();
        }
    }

    /** Returns at a call, or when the time is over. */
    void await(Duration atMost) throws InterruptedException {
        if (calls.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            calls.drainPermits();
        }
    }
}

package dev.cellmill.jobapi.schedule;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells threads to end, also those that wait for their next try. Once given it stays given. Thread-safe. */
final class StopSignal {
    private final CountDownLatch given = new CountDownLatch(1);

    void give() {
        given.countDown();
    }

    boolean isGiven() {
        return given.getCount() == 0;
    }

    /** Waits so long, or until it is given; returns whether it is. */
    boolean isGivenWithin(Duration time) throws InterruptedException {
        return given.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}

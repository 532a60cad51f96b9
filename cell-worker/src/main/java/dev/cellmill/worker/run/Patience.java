package dev.cellmill.worker.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What needs the database waits for it: an outage never fails a cell. Only for virtual threads. Thread-safe. */
final class Patience implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Patience.class);
    private static final long FIRST_WAIT_MILLIS = 100;
    private static final long LONGEST_WAIT_MILLIS = Duration.ofSeconds(5).toMillis();

    private final CountDownLatch closed = new CountDownLatch(1);

    /** @throws Exhausted if the worker stops while it waits */
    <T> T untilItSucceeds(String what, Supplier<T> work) {
        long wait = FIRST_WAIT_MILLIS;
        while (true) {
            try {
                return work.get();
            } catch (DataAccessException | org.springframework.dao.DataAccessException e) {
                log.warn("{} cannot be read; trying again in {} ms", what, wait, e);
            }
            try {
                if (closed.await(wait, TimeUnit.MILLISECONDS)) {
                    throw new Exhausted();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Exhausted();
            }
            wait = Math.min(2 * wait, LONGEST_WAIT_MILLIS);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }

    /** The worker stops: nobody waits for the answer any more. */
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}

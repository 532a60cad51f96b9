package dev.cellmill.worker.replay;

import dev.cellmill.common.kafka.FoldOffsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaAdmin;

/** Up to which moment the fold has written down everything that was reported. Thread-safe. */
final class FoldProgress implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FoldProgress.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final long MILLIS_BETWEEN_LOOKS = 25;

    private final KafkaAdmin admin;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    /** Everything reported before this moment is written down. */
    private long passed = System.nanoTime();

    FoldProgress(KafkaAdmin admin) {
        this.admin = admin;
    }

    /**
     * Returns when everything reported before the moment is written down, or after 10 s: what is then done twice
     * counts once all the same.
     */
    void awaitPast(long moment) {
        lock.lock();
        try {
            if (passed - moment < 0) {
                long now = System.nanoTime();
                await(now);
                passed = now;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void await(long now) {
        try (Admin client = Admin.create(admin.getConfigurationProperties())) {
            FoldOffsets reported = FoldOffsets.now(client);
            while (!reported.arePassed(client)) {
                if (System.nanoTime() - now > LONGEST_WAIT.toNanos()) {
                    log.warn("the fold is over {} s behind; tasks that may have been done before are judged by what is"
                            + " written down so far, and may be done again", LONGEST_WAIT.toSeconds());
                    return;
                }
                if (closed.await(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (ExecutionException | KafkaException e) {
            log.warn("the fold's progress is not known; tasks that may have been done before are judged by what is"
                    + " written down so far, and may be done again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

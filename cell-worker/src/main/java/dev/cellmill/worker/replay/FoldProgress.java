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

    /** @return whether everything reported before the moment is written down; if not after 10 s, ask again */
    boolean awaitPast(long moment) {
        lock.lock();
        try {
            if (passed - moment < 0) {
                long now = System.nanoTime();
                if (!isPast(now)) {
                    return false;
                }
                passed = now;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private boolean isPast(long now) {
        try (Admin client = Admin.create(admin.getConfigurationProperties())) {
            FoldOffsets reported = FoldOffsets.now(client);
            while (!reported.arePassed(client)) {
                if (System.nanoTime() - now > LONGEST_WAIT.toNanos()) {
                    log.warn("the fold is over {} s behind; tasks that may have been done before wait for it",
                            LONGEST_WAIT.toSeconds());
                    return false;
                }
                if (closed.await(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
            return true;
        } catch (ExecutionException | KafkaException e) {
            log.warn("the fold's progress is not known; tasks that may have been done before wait for it", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

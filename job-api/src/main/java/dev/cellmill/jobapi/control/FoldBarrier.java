package dev.cellmill.jobapi.control;

import dev.cellmill.common.kafka.AdminConnection;
import dev.cellmill.common.kafka.FoldOffsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until all that has been reported so far is written down. Thread-safe. */
final class FoldBarrier {
    private static final Logger LOG = LoggerFactory.getLogger(FoldBarrier.class);
    private static final long NANOS_BETWEEN_LOOKS = Duration.ofMillis(10).toNanos();

    private final AdminConnection connection;

    FoldBarrier(AdminConnection connection) {
        this.connection = connection;
    }

    /** @return whether it is; not within the time, or not known, otherwise */
    boolean await(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            Admin client = connection.admin();
            FoldOffsets reported = FoldOffsets.now(client);
            while (!reported.arePassed(client)) {
                if (System.nanoTime() - end > 0) {
                    return false;
                }
                LockSupport.parkNanos(NANOS_BETWEEN_LOOKS);
            }
            return true;
        } catch (ExecutionException | KafkaException e) {
            LOG.warn("how far the fold is is not known; the receipt counts what is written down so far", e);
            return false;
        }
    }
}

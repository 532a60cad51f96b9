package dev.cellmill.worker.replay;

import dev.cellmill.common.kafka.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaAdmin;

/** Up to which moment the fold has written down everything that was reported. Thread-safe. */
final class FoldProgress implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FoldProgress.class);
    private static final String FOLD_GROUP = "cellmill.fold";
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
            Map<TopicPartition, Long> ends = ends(client);
            while (!isPast(client, ends)) {
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

    private static Map<TopicPartition, Long> ends(Admin client) throws ExecutionException, InterruptedException {
        var latest = new HashMap<TopicPartition, OffsetSpec>();
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            latest.put(new TopicPartition(Topics.EVENTS, partition), OffsetSpec.latest());
        }
        var ends = new HashMap<TopicPartition, Long>();
        client.listOffsets(latest).all().get().forEach((partition, end) -> {
            if (end.offset() > 0) {
                ends.put(partition, end.offset());
            }
        });
        return ends;
    }

    private static boolean isPast(Admin client, Map<TopicPartition, Long> ends)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> folded = client.listConsumerGroupOffsets(FOLD_GROUP)
                .partitionsToOffsetAndMetadata().get();
        return ends.entrySet().stream().allMatch(end -> {
            OffsetAndMetadata at = folded.get(end.getKey());
            return at != null && at.offset() >= end.getValue();
        });
    }
}

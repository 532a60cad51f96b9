package dev.cellmill.common.kafka;

import dev.cellmill.common.service.KeepsWallTime;
import dev.cellmill.common.service.ShutdownPhase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Follows a topic of one partition outside any group, on one thread, which also calls the reader. After trouble it begins
 * where it began at the start, so a reader from the beginning sees records again.
 */
public final class TopicTail implements SmartLifecycle, KeepsWallTime {
    private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);
    private static final Duration CATCH_UP = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final TopicPartition partition;
    private final From from;
    private final Reader reader;
    private final int phase;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private volatile boolean isToBeginAnew;
    private @Nullable Thread thread;

    /** Where to begin. */
    public enum From {
        /** {@link #start} returns when all that stood in the topic has been read. */
        BEGINNING,
        /** {@link #start} returns at once. */
        END
    }

    /** Is given each record, on one thread. */
    public interface Reader {
        /** @param live whether it came after the tail had caught up for the first time */
        void read(ConsumerRecord<byte[], byte[]> message, boolean live);
    }

    private TopicTail(ConsumerFactory<byte[], byte[]> consumers, String topic, From from, int phase, Reader reader) {
        this.consumers = consumers;
        this.partition = new TopicPartition(topic, 0);
        this.from = from;
        this.reader = reader;
        this.phase = phase;
    }

    /** From the end on, while the service lives. */
    public static TopicTail ofTheEnd(ConsumerFactory<byte[], byte[]> consumers, String topic, Reader reader) {
        return new TopicTail(consumers, topic, From.END, ShutdownPhase.REST, reader);
    }

    /** From the beginning on. @param phase in which it starts and stops */
    public static TopicTail ofAll(ConsumerFactory<byte[], byte[]> consumers, String topic, int phase, Reader reader) {
        return new TopicTail(consumers, topic, From.BEGINNING, phase, reader);
    }

    /** @throws IllegalStateException if the topic cannot be read to its end within a minute */
    @Override
    public void start() {
        thread = Thread.ofPlatform().name("tail-" + partition.topic()).daemon().start(this::run);
        if (from == From.END) {
            return;
        }
        try {
            if (!caughtUp.await(CATCH_UP.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("%s was not read to its end within %d s; check the broker"
                        .formatted(partition.topic(), CATCH_UP.toSeconds()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while %s was read".formatted(partition.topic()), e);
        }
    }

    private void run() {
        while (!isStopped(Duration.ZERO)) {
            try (Consumer<byte[], byte[]> consumer = consumers.createConsumer(null, "tail-" + partition.topic(),
                    null)) {
                follow(consumer);
            } catch (KafkaException e) {
                if (!isStopped(Duration.ZERO)) {
                    LOG.warn("{} cannot be read now; it is tried again in {} s", partition.topic(),
                            AFTER_TROUBLE.toSeconds(), e);
                    isStopped(AFTER_TROUBLE);
                }
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        isToBeginAnew = false;
        consumer.assign(List.of(partition));
        if (from == From.END) {
            consumer.seekToEnd(List.of(partition));
            caughtUp.countDown();
        } else {
            consumer.seekToBeginning(List.of(partition));
        }
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        while (!isStopped(Duration.ZERO) && !isToBeginAnew) {
            if (caughtUp.getCount() > 0 && consumer.position(partition) >= end) {
                caughtUp.countDown();
            }
            boolean live = caughtUp.getCount() == 0;
            consumer.poll(POLL).forEach(message -> read(message, live));
        }
    }

    /** One record that cannot be read does not keep the others from being read. */
    private void read(ConsumerRecord<byte[], byte[]> message, boolean live) {
        try {
            reader.read(message, live);
        } catch (RuntimeException e) {
            LOG.error("passed over the record at {} of {}, which cannot be read", message.offset(), partition.topic(),
                    e);
        }
    }

    /** Waits so long for the stop; an interrupt counts as one. */
    private boolean isStopped(Duration within) {
        try {
            return stopped.await(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void clockWasSetBack() {
        isToBeginAnew = true;
    }

    @Override
    public void stop() {
        stopped.countDown();
        if (thread != null) {
            try {
                thread.join(GRACE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null && stopped.getCount() > 0;
    }

    @Override
    public int getPhase() {
        return phase;
    }
}

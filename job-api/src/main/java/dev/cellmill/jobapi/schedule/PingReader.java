package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.message.Messages;
import dev.cellmill.common.service.ShutdownPhase;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import tools.jackson.core.JacksonException;

/**
 * Follows the workers' pings from the topic's end: who is alive pings again at once, and a ping of the past says nothing.
 * Outside any group.
 */
final class PingReader implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(PingReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final LiveWorkers workers;
    private final StopSignal stop = new StopSignal();
    private volatile boolean running;
    private @Nullable Thread thread;

    PingReader(ConsumerFactory<byte[], byte[]> consumers, LiveWorkers workers) {
        this.consumers = consumers;
        this.workers = workers;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("schedule-pings").daemon().start(this::run);
    }

    private void run() {
        while (!stop.isGiven()) {
            try (Consumer<byte[], byte[]> consumer = consumers.createConsumer(null, "pings", null)) {
                follow(consumer);
            } catch (KafkaException e) {
                if (!stop.isGiven()) {
                    LOG.warn("workers' pings cannot be read now; it is tried again in {} s",
                            AFTER_TROUBLE.toSeconds(), e);
                    pause();
                }
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        var control = List.of(new TopicPartition(Topics.CONTROL, 0));
        consumer.assign(control);
        consumer.seekToEnd(control);
        while (!stop.isGiven()) {
            consumer.poll(POLL).forEach(this::accept);
        }
    }

    /** The topic holds other records too, which are not pings. */
    private void accept(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null) {
            return;
        }
        try {
            workers.accept(Messages.readPing(message.value()));
        } catch (JacksonException e) {
            LOG.debug("passed over a control record at {} that is no ping", message.offset(), e);
        }
    }

    private void pause() {
        try {
            stop.isGivenWithin(AFTER_TROUBLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        running = false;
        stop.give();
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
        return running;
    }

    @Override
    public int getPhase() {
        return ShutdownPhase.REST;
    }
}

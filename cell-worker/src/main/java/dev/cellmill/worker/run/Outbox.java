package dev.cellmill.worker.run;

import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends until the broker acknowledges. Only a record that is too large for it comes back. Thread-safe. */
final class Outbox {
    private static final Logger log = LoggerFactory.getLogger(Outbox.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final Timer timer;

    Outbox(Producer<byte[], byte[]> producer, Timer timer) {
        this.producer = producer;
        this.timer = timer;
    }

    /**
     * Both callbacks run on the producer's own thread and must not wait.
     *
     * @param tooLarge runs instead of {@code acknowledged} where no repetition would help
     */
    void send(ProducerRecord<byte[], byte[]> message, Runnable acknowledged, Runnable tooLarge) {
        send(message, acknowledged, tooLarge, FIRST_WAIT);
    }

    private void send(
            ProducerRecord<byte[], byte[]> message, Runnable acknowledged, Runnable tooLarge, Duration wait) {
        try {
            producer.send(message, (metadata, failure) -> {
                if (failure == null) {
                    acknowledged.run();
                } else {
                    failed(message, acknowledged, tooLarge, wait, failure);
                }
            });
        } catch (RuntimeException e) {
            failed(message, acknowledged, tooLarge, wait, e);
        }
    }

    private void failed(
            ProducerRecord<byte[], byte[]> message,
            Runnable acknowledged,
            Runnable tooLarge,
            Duration wait,
            Exception failure) {
        if (failure instanceof RecordTooLargeException) {
            tooLarge.run();
            return;
        }
        log.warn("a record for {} was not sent; sending it again in {} ms: {}", message.topic(), wait.toMillis(),
                failure.toString());
        Duration doubled = wait.multipliedBy(2);
        Duration nextWait = doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
        timer.after(wait, () -> send(message, acknowledged, tooLarge, nextWait));
    }
}

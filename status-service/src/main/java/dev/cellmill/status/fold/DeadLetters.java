package dev.cellmill.status.fold;

import dev.cellmill.common.kafka.TopicCreator;
import dev.cellmill.common.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/** Keeps records that cannot be folded, as they were read, with where they came from and why in headers. */
@Component
class DeadLetters {
    private static final String REASON = "cellmill-reason";
    private static final String ORIGIN = "cellmill-origin";
    private static final long TIMEOUT_SECONDS = 30;

    private final KafkaTemplate<byte[], byte[]> producer;
    private final TopicCreator topics;
    private volatile boolean topicExists;

    DeadLetters(KafkaTemplate<byte[], byte[]> producer, TopicCreator topics) {
        this.producer = producer;
        this.topics = topics;
    }

    /**
     * Returns when the broker has it. A record may be kept twice if the process dies before its offset is committed. One that
     * another producer was allowed to make larger than ours may is kept without its value, for it would never be taken.
     *
     * @throws IllegalStateException if the broker does not take it in time
     */
    void keep(ConsumerRecord<byte[], byte[]> rejected, String reason) {
        if (!topicExists) {
            topics.create(List.of(Topics.newDeadLetter(rejected.topic(), topics.replicas())));
            topicExists = true;
        }
        if (!isTaken(letter(rejected, rejected.value(), reason))
                && !isTaken(letter(rejected, null, reason + "; its value is too large to be kept"))) {
            throw new IllegalStateException("the headers of a rejected record are too large to be kept");
        }
    }

    private static ProducerRecord<byte[], byte[]> letter(ConsumerRecord<byte[], byte[]> rejected,
            byte @Nullable [] value, String reason) {
        var letter = new ProducerRecord<>(Topics.deadLetter(rejected.topic()), null, rejected.key(), value,
                rejected.headers());
        letter.headers().add(REASON, utf8(reason));
        letter.headers().add(ORIGIN, utf8(rejected.topic() + "-" + rejected.partition() + "@" + rejected.offset()));
        return letter;
    }

    /** @return false if it is too large */
    private boolean isTaken(ProducerRecord<byte[], byte[]> letter) {
        try {
            producer.send(letter).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            if (isTooLarge(e)) {
                return false;
            }
            throw new IllegalStateException("a rejected record was not taken by " + letter.topic(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a rejected record was sent", e);
        }
    }

    private static boolean isTooLarge(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RecordTooLargeException) {
                return true;
            }
        }
        return false;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

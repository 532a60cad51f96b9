package dev.cellmill.faults.inject;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The broker as the rig itself talks to it, by no proxy. */
public final class Broker {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int SEND_SECONDS = 30;
    /** Of those that were sent, the newest: each is folded once more. */
    private static final int MOST_AGAIN = 100_000;

    private final String bootstrap;

    public Broker(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /** Where the topic ends now. */
    public Map<TopicPartition, Long> ends(String topic) {
        try (var consumer = consumer(Map.of())) {
            return consumer.endOffsets(partitions(consumer, topic));
        }
    }

    /** Each record from there to the end as of now, outside any group. */
    public void read(Map<TopicPartition, Long> from, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (var consumer = consumer(Map.of())) {
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            var ends = new HashMap<>(consumer.endOffsets(from.keySet()));
            while (!ends.isEmpty()) {
                consumer.poll(POLL).forEach(record -> {
                    if (record.offset() < ends.getOrDefault(new TopicPartition(record.topic(), record.partition()),
                            0L)) {
                        reader.accept(record);
                    }
                });
                ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            }
        }
    }

    /** Returns when the broker has them, or has refused them. @return how many it refused */
    int send(List<ProducerRecord<byte[], byte[]>> records) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "acks", "all", "max.request.size",
                15_000_000, "buffer.memory", 64_000_000, "linger.ms", 5);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            var sent = new ArrayList<Future<RecordMetadata>>(records.size());
            records.forEach(record -> sent.add(producer.send(record)));
            int refused = 0;
            for (Future<RecordMetadata> one : sent) {
                refused += isTaken(one) ? 0 : 1;
            }
            return refused;
        }
    }

    private static boolean isTaken(Future<RecordMetadata> sent) {
        try {
            sent.get(SEND_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What stands on the topic is sent again, shuffled, with its headers, into the partitions where it stands. @return how many */
    int sendAgain(String topic, Random order) {
        var all = new ArrayList<ProducerRecord<byte[], byte[]>>();
        Map<TopicPartition, Long> from;
        try (var consumer = consumer(Map.of())) {
            from = consumer.beginningOffsets(partitions(consumer, topic));
        }
        read(from, record -> {
            if (record.headers().lastHeader(PoisonRecords.MARK) == null) {
                var again = new ProducerRecord<>(topic, record.partition(), record.key(), record.value(),
                        record.headers());
                again.headers().add(PoisonRecords.MARK, new byte[0]);
                all.add(again);
            }
        });
        List<ProducerRecord<byte[], byte[]>> newest = new ArrayList<>(
                all.subList(Math.max(0, all.size() - MOST_AGAIN), all.size()));
        Collections.shuffle(newest, order);
        send(newest);
        return newest.size();
    }

    /** Joins the group as a worker would, takes what it is given, and leaves without a word about it. */
    void joinAndLeave(String group, String topic, Duration stay) {
        try (var consumer = consumer(Map.of("group.id", group, "partition.assignment.strategy",
                CooperativeStickyAssignor.class.getName(), "heartbeat.interval.ms", 1_000, "session.timeout.ms", 10_000,
                "max.poll.records", 1))) {
            consumer.subscribe(List.of(topic));
            long end = System.nanoTime() + stay.toNanos();
            while (System.nanoTime() - end < 0) {
                consumer.poll(POLL);
            }
        } catch (KafkaException e) {
            // another fault keeps it out; the next one tries again
            Thread.onSpinWait();
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> more) {
        var settings = new HashMap<String, Object>(Map.of("bootstrap.servers", bootstrap, "enable.auto.commit", false,
                "auto.offset.reset", "earliest", "default.api.timeout.ms", 30_000));
        settings.putAll(more);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Collection<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream().map(one -> new TopicPartition(one.topic(), one.partition()))
                .toList();
    }
}

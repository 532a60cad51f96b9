package dev.cellmill.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.kafka.CellRecords;
import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.message.Messages;
import dev.cellmill.testkit.Backends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The scheduler's and the fold's ends of the topics. */
final class TestTopics implements AutoCloseable {
    private static final Map<String, Object> SERVERS = Map.of("bootstrap.servers", Backends.kafkaBootstrap());

    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(SERVERS, new ByteArraySerializer(),
            new ByteArraySerializer());
    private final KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(SERVERS, new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    private final List<CellEvent> seen = new ArrayList<>();

    /** The topics exist once a worker has started. */
    TestTopics() {
        watch(Topics.EVENTS, true);
    }

    private void watch(String topic, boolean fromEnd) {
        var partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
        consumer.assign(partitions);
        if (fromEnd) {
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
        } else {
            consumer.seekToBeginning(partitions);
        }
    }

    void send(CellTask... tasks) {
        for (CellTask task : tasks) {
            producer.send(CellRecords.of(task));
        }
        producer.flush();
    }

    void send(ProducerRecord<byte[], byte[]> message) {
        producer.send(message);
        producer.flush();
    }

    List<CellEvent> events(JobId job) {
        consumer.poll(Duration.ofMillis(20)).forEach(read -> seen.add(Messages.readEvent(read.value())));
        return seen.stream().filter(event -> event.cell().job().equals(job)).toList();
    }

    <E extends CellEvent> List<E> events(JobId job, Class<E> kind) {
        return events(job).stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <E extends CellEvent> List<E> awaitEvents(JobId job, Class<E> kind, int count) {
        await().atMost(Duration.ofSeconds(30)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1))
                .untilAsserted(() -> assertThat(events(job, kind)).hasSizeGreaterThanOrEqualTo(count));
        return events(job, kind);
    }

    /** The first record of a topic that fits. */
    ConsumerRecord<byte[], byte[]> awaitRecord(String topic, Predicate<ConsumerRecord<byte[], byte[]>> fits) {
        watch(topic, false);
        var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            consumer.poll(Duration.ofMillis(20)).forEach(read -> {
                if (fits.test(read)) {
                    found.add(read);
                }
            });
            assertThat(found).isNotEmpty();
        });
        return found.getFirst();
    }

    static Map<TopicPartition, OffsetAndMetadata> committed(String lane) throws Exception {
        try (Admin admin = Admin.create(SERVERS)) {
            return admin.listConsumerGroupOffsets("cellmill.worker." + lane).partitionsToOffsetAndMetadata().get();
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
        consumer.close();
    }
}

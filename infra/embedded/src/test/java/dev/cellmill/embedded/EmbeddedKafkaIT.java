package dev.cellmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    private static final TopicPartition PARTITION = new TopicPartition("kept", 0);

    @Test
    void keepsRecordsAndLongOffsetMetadataOverARestart(@TempDir Path folder) throws Exception {
        String bitmap = "x".repeat(32_000);
        try (var broker = EmbeddedKafka.start(folder)) {
            try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
                admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
            }
            try (var producer = producer(broker)) {
                producer.send(new ProducerRecord<>("kept", "first")).get();
            }
            try (var consumer = consumer(broker)) {
                consumer.assign(List.of(PARTITION));
                consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(1, bitmap)));
            }
        }
        try (var broker = EmbeddedKafka.start(folder); var consumer = consumer(broker)) {
            consumer.assign(List.of(PARTITION));
            assertThat(consumer.committed(Set.of(PARTITION)).get(PARTITION).metadata()).isEqualTo(bitmap);
            consumer.seekToBeginning(List.of(PARTITION));
            Awaitility.await().untilAsserted(() -> assertThat(consumer.poll(Duration.ofMillis(100)))
                    .extracting(found -> found.value()).containsExactly("first"));
        }
    }

    @Test
    void twoRunBesideEachOther(@TempDir Path first, @TempDir Path second) throws Exception {
        try (var one = EmbeddedKafka.start(first);
                var other = EmbeddedKafka.start(second);
                var oneAdmin = Admin.create(Map.of("bootstrap.servers", one.bootstrap()));
                var otherAdmin = Admin.create(Map.of("bootstrap.servers", other.bootstrap()))) {
            oneAdmin.createTopics(List.of(new NewTopic("only-here", 1, (short) 1))).all().get();
            assertThat(otherAdmin.listTopics().names().get()).isEmpty();
        }
    }

    private static KafkaProducer<String, String> producer(EmbeddedKafka broker) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new StringSerializer(), new StringSerializer());
    }

    private static KafkaConsumer<String, String> consumer(EmbeddedKafka broker) {
        return new KafkaConsumer<>(Map.of("bootstrap.servers", broker.bootstrap(), "group.id", "group"),
                new StringDeserializer(), new StringDeserializer());
    }
}

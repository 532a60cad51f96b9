package dev.cellmill.common.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.cellmill.testkit.Backends;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

class RebalancedConsumersIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final String topic = "rebalanced-" + UUID.randomUUID();
    private final TopicPartition first = new TopicPartition(topic, 0);
    private final Map<TopicPartition, OffsetAndMetadata> seven = Map.of(first, new OffsetAndMetadata(7));
    private final Map<String, Object> configuration = Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, Backends.kafkaBootstrap(),
            ConsumerConfig.GROUP_ID_CONFIG, topic,
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 100,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    private final ConsumerFactory<byte[], byte[]> dropping = new RebalancedConsumers(configuration);
    private final ConsumerFactory<byte[], byte[]> usual = new DefaultKafkaConsumerFactory<>(configuration);

    @BeforeEach
    void createTopic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", Backends.kafkaBootstrap()))) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
        }
    }

    @Test
    void aCommitThatARebalanceHindersIsDropped() {
        hinder(dropping, consumer -> consumer.commitSync(seven, SHORT));
        try (Consumer<byte[], byte[]> other = usual.createConsumer()) {
            assertThat(other.committed(Set.of(first)).get(first)).isNull();
        }
    }

    @Test
    void aConsumerAsUsualSaysThatItWasHindered() {
        hinder(usual, consumer -> assertThatExceptionOfType(RebalanceInProgressException.class)
                .isThrownBy(() -> consumer.commitSync(seven, SHORT)));
    }

    @Test
    void anyOtherCommitIsMadeOrFails() {
        try (Consumer<byte[], byte[]> consumer = dropping.createConsumer()) {
            consumer.subscribe(List.of(topic));
            awaitPartitions(List.of(consumer));
            consumer.commitSync(seven, SOON);
            assertThat(consumer.committed(Set.of(first)).get(first).offset()).isEqualTo(7);
        }
    }

    /** Of three members one does not poll, so that the others have to wait for it in a rebalance. */
    private void hinder(ConsumerFactory<byte[], byte[]> factory, java.util.function.Consumer<Consumer<?, ?>> commit) {
        try (Consumer<byte[], byte[]> still = factory.createConsumer();
                Consumer<byte[], byte[]> hindered = factory.createConsumer();
                Consumer<byte[], byte[]> late = factory.createConsumer()) {
            List.of(still, hindered, late).forEach(consumer -> consumer.subscribe(List.of(topic)));
            awaitPartitions(List.of(still, hindered));
            await().atMost(SOON).until(() -> {
                late.poll(SHORT);
                hindered.poll(SHORT);
                return hindered.assignment().isEmpty();
            });
            commit.accept(hindered);
        }
    }

    private static void awaitPartitions(List<Consumer<byte[], byte[]>> consumers) {
        await().atMost(SOON).until(() -> {
            consumers.forEach(consumer -> consumer.poll(SHORT));
            return consumers.stream().noneMatch(consumer -> consumer.assignment().isEmpty());
        });
    }
}

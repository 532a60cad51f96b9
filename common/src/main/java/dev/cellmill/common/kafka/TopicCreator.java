package dev.cellmill.common.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.springframework.kafka.core.KafkaAdmin;

/** Makes topics that are not there yet. Safe to call from any number of services at once. */
public final class TopicCreator {
    private static final long TIMEOUT_SECONDS = 30;
    private static final long NANOS_BETWEEN_LOOKS = Duration.ofMillis(20).toNanos();

    private final KafkaAdmin admin;
    private final KafkaSettings settings;

    public TopicCreator(KafkaAdmin admin, KafkaSettings settings) {
        this.admin = admin;
        this.settings = settings;
    }

    /** The topics that every service needs, whichever comes first. */
    public void createShared() {
        create(List.of(Topics.newEvents(replicas()), Topics.newOutput(replicas()), Topics.newControl(replicas()),
                Topics.newAcks(replicas())));
    }

    public short replicas() {
        return settings.replicas();
    }

    /**
     * Returns when all exist and their leaders answer. An idempotent producer that sends before that may lose its
     * first batch to a leader that is not ready and have its second accepted, which tears the sequence for good.
     *
     * @throws IllegalStateException if the broker does not make them in time
     */
    public void create(Collection<NewTopic> topics) {
        Map<String, Object> configuration = admin.getConfigurationProperties();
        try (Admin client = Admin.create(configuration)) {
            for (var result : client.createTopics(topics).values().entrySet()) {
                await(result.getKey(), result.getValue());
            }
            awaitLeaders(client, topics);
        }
    }

    private static void await(String topic, KafkaFuture<Void> created) {
        try {
            created.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("topic %s could not be made; check the broker".formatted(topic),
                        e.getCause());
            }
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "topic %s was not made within %d s; check the broker".formatted(topic, TIMEOUT_SECONDS), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while topic %s was made".formatted(topic), e);
        }
    }

    private static void awaitLeaders(Admin client, Collection<NewTopic> topics) {
        List<String> names = topics.stream().map(NewTopic::name).toList();
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!leadersAnswer(client, names)) {
            if (System.nanoTime() - giveUp > 0) {
                throw new IllegalStateException("the topics %s have no leaders after %d s; check the broker"
                        .formatted(names, TIMEOUT_SECONDS));
            }
            LockSupport.parkNanos(NANOS_BETWEEN_LOOKS);
        }
    }

    private static boolean leadersAnswer(Admin client, List<String> names) {
        try {
            // asked for first, because asking the leaders of a topic not yet known is logged as an error
            var known = client.describeTopics(names).allTopicNames().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            var partitions = new HashMap<TopicPartition, OffsetSpec>();
            known.forEach((name, topic) -> topic.partitions().forEach(
                    partition -> partitions.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
            client.listOffsets(partitions).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                return false;
            }
            throw new IllegalStateException("the new topics cannot be read; check the broker", e.getCause());
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for new topics", e);
        }
    }
}

package dev.cellmill.common.kafka;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.springframework.kafka.core.KafkaAdmin;

/** Makes topics that are not there yet. Safe to call from any number of services at once. */
public final class TopicCreator {
    private static final long TIMEOUT_SECONDS = 30;

    private final KafkaAdmin admin;
    private final KafkaSettings settings;

    public TopicCreator(KafkaAdmin admin, KafkaSettings settings) {
        this.admin = admin;
        this.settings = settings;
    }

    /** The topics that every service needs, whichever comes first. */
    public void createShared() {
        create(java.util.List.of(Topics.newEvents(replicas()), Topics.newControl(replicas())));
    }

    public short replicas() {
        return settings.replicas();
    }

    /** Returns when all exist. @throws IllegalStateException if the broker does not make them in time */
    public void create(Collection<NewTopic> topics) {
        Map<String, Object> configuration = admin.getConfigurationProperties();
        try (Admin client = Admin.create(configuration)) {
            for (var result : client.createTopics(topics).values().entrySet()) {
                await(result.getKey(), result.getValue());
            }
        }
    }

    private static void await(String topic, org.apache.kafka.common.KafkaFuture<Void> created) {
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
}

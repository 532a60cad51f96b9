package dev.cellmill.common.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.kafka.event.ListenerContainerPartitionIdleEvent;
import org.springframework.kafka.listener.ContainerProperties;

/**
 * Commits how far a partition has been read, where less is committed and nothing more comes. A container repeats a commit that
 * failed in a rebalance when it has the partition again, also if others had it in between and committed more; the group would
 * then stay behind what it has read until the next record, and whoever waits for it would wait as long.
 */
public final class CommitsWhenIdle implements ApplicationListener<ListenerContainerPartitionIdleEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(CommitsWhenIdle.class);
    private static final long IDLE_MILLIS = 2_000;
    private static final Duration AT_MOST = Duration.ofSeconds(2);

    /** For a container whose listener has dealt with all that it was given when it returns. */
    public static void watch(ContainerProperties container) {
        container.setIdlePartitionEventInterval(IDLE_MILLIS);
    }

    /** On the thread of the consumer, between two polls. */
    @Override
    public void onApplicationEvent(ListenerContainerPartitionIdleEvent idle) {
        commit(idle.getConsumer(), idle.getTopicPartition());
    }

    static void commit(Consumer<?, ?> consumer, TopicPartition partition) {
        try {
            long read = consumer.position(partition, AT_MOST);
            OffsetAndMetadata committed = consumer.committed(Set.of(partition), AT_MOST).get(partition);
            if (read > (committed == null ? 0 : committed.offset())) {
                LOG.info("{} is read to {} and committed to {}; committed anew", partition, read, committed);
                consumer.commitSync(Map.of(partition, new OffsetAndMetadata(read)), AT_MOST);
            }
        } catch (KafkaException e) {
            LOG.debug("how far {} is read is committed later", partition, e);
        }
    }
}

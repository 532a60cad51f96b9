package dev.cellmill.common.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/**
 * Consumers for containers whose listener may do its work again. A commit that a rebalance hinders is dropped: all partitions are
 * given out anew by it, and read from where the group has committed. A container would keep the commit, and make it once it has
 * the partition again, also if another member had it in between and committed more. The group would then stay behind what it has
 * read until the partition's next record, and who waits for it would wait as long.
 */
public final class RebalancedConsumers extends DefaultKafkaConsumerFactory<byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(RebalancedConsumers.class);

    public RebalancedConsumers(Map<String, Object> configuration) {
        super(configuration);
        // who keeps a partition through a rebalance would not read again what a commit was dropped of
        updateConfigs(Map.of(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, RangeAssignor.class.getName()));
    }

    @Override
    protected Consumer<byte[], byte[]> createRawConsumer(Map<String, Object> configuration) {
        return new DroppingCommits(configuration);
    }

    private final class DroppingCommits extends ExtendedKafkaConsumer {
        private DroppingCommits(Map<String, Object> configuration) {
            super(configuration);
        }

        @Override
        public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            try {
                super.commitSync(offsets, timeout);
            } catch (RebalanceInProgressException e) {
                LOG.info("a rebalance hindered the commit of {}; what comes after the last one is read again", offsets);
            }
        }
    }
}

package dev.cellmill.common.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.Test;

class CommitsWhenIdleTest {
    private static final TopicPartition PARTITION = new TopicPartition("topic", 3);

    /** How often it commits. */
    private static final class Counted extends MockConsumer<byte[], byte[]> {
        private int commits;
        private boolean isRebalancing;

        private Counted() {
            super("earliest");
            assign(List.of(PARTITION));
            updateBeginningOffsets(Map.of(PARTITION, 0L));
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            commits++;
            if (isRebalancing) {
                throw new RebalanceInProgressException();
            }
            super.commitSync(offsets, timeout);
        }

        private long committed() {
            return committed(Set.of(PARTITION)).get(PARTITION).offset();
        }
    }

    private final Counted consumer = new Counted();

    @Test
    void whatWasReadBeyondTheCommitIsCommitted() {
        consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(150)));
        consumer.seek(PARTITION, 170);
        CommitsWhenIdle.commit(consumer, PARTITION);
        assertThat(consumer.committed()).isEqualTo(170);
    }

    @Test
    void whatWasNeverCommittedIsTooOnceSomethingWasRead() {
        consumer.seek(PARTITION, 0);
        CommitsWhenIdle.commit(consumer, PARTITION);
        assertThat(consumer.commits).isZero();
        consumer.seek(PARTITION, 1);
        CommitsWhenIdle.commit(consumer, PARTITION);
        assertThat(consumer.committed()).isOne();
    }

    @Test
    void nothingIsCommittedTwiceNorTakenBack() {
        consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(170)));
        consumer.seek(PARTITION, 170);
        CommitsWhenIdle.commit(consumer, PARTITION);
        consumer.seek(PARTITION, 160);
        CommitsWhenIdle.commit(consumer, PARTITION);
        assertThat(consumer.commits).isZero();
        assertThat(consumer.committed()).isEqualTo(170);
    }

    @Test
    void aRebalanceIsWaitedFor() {
        consumer.seek(PARTITION, 1);
        consumer.isRebalancing = true;
        CommitsWhenIdle.commit(consumer, PARTITION);
        assertThat(consumer.commits).isOne();
        consumer.isRebalancing = false;
        CommitsWhenIdle.commit(consumer, PARTITION);
        assertThat(consumer.committed()).isOne();
    }
}

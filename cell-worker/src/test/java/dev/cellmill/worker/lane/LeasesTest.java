package dev.cellmill.worker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether what a consumer holds is surely its own. */
class LeasesTest {
    private static final TopicPartition PARTITION = new TopicPartition("tasks", 0);
    private static final Membership NEVER = new Membership(Duration.ofSeconds(10), Duration.ofSeconds(1), () -> 0);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    private boolean isExpelled;
    private @Nullable OffsetAndMetadata committed;
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>(
            AutoOffsetResetStrategy.EARLIEST.name()) {
        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            if (isExpelled) {
                throw new CommitFailedException();
            }
            committed = offsets.get(PARTITION);
            super.commitSync(offsets, timeout);
        }
    };
    private final Leases leases = new Leases(consumer, new HeldPartitions(), "this",
            new Membership(Duration.ofSeconds(10), Duration.ofSeconds(1), now::get));

    @Test
    void aCommitThatTheBrokerTookConfirmsWhatIsHeld() {
        PartitionLease lease = assigned();
        assertThat(lease.isSure()).as("before the broker was asked").isFalse();

        leases.confirm();

        assertThat(lease.isSure()).isTrue();
    }

    @Test
    void afterStandingStillNothingIsSureUntilTheBrokerWasAsked() {
        PartitionLease lease = assigned();
        leases.confirm();

        now.addAndGet(Duration.ofSeconds(8).toNanos());
        assertThat(lease.isSure()).isFalse();
        isExpelled = true;
        leases.confirm();

        assertThat(lease.isSure()).as("it is not a member any more").isFalse();
    }

    @Test
    void aConfirmationTakesNothingBackThatWasCommitted() {
        PartitionLease lease = assigned();
        Objects.requireNonNull(lease.handOut(0)).finish(0);

        leases.confirm();
        now.addAndGet(Duration.ofSeconds(9).toNanos());
        leases.confirm();

        assertThat(consumer.committed(Set.of(PARTITION)).get(PARTITION).offset()).isEqualTo(1);
    }

    @Test
    void aConsumerThatHasNothingNewIsConfirmedNowAndThen() {
        PartitionLease lease = assigned();
        leases.confirm();
        now.addAndGet(Duration.ofSeconds(7).toNanos());

        leases.commit();
        now.addAndGet(Duration.ofSeconds(7).toNanos());

        assertThat(lease.isSure()).isTrue();
    }

    @Test
    void whatIsLostIsNotSureWhenItComesAgain() {
        assigned();
        leases.confirm();
        leases.onPartitionsLost(List.of(PARTITION));
        assertThat(assigned().isSure()).isFalse();
    }

    @Test
    void nothingBeginsFromWhatAWorkerIsGivenThatLeaves() {
        leases.withdrawAll();
        assertThat(assigned().begin(0)).isFalse();
    }

    @Test
    void whatIsUnderWayIsOnRecordBeforeAWorkerLeaves() {
        PartitionLease lease = assigned();
        Objects.requireNonNull(lease.handOut(3));
        lease.begin(3);
        leases.withdrawAll();

        isExpelled = true;
        assertThat(leases.handOver()).as("it could not be told").isFalse();
        assertThat(consumer.assignment()).isNotEmpty();
        isExpelled = false;
        assertThat(leases.handOver()).isTrue();

        assertThat(consumer.assignment()).isEmpty();
        assertThat(new PartitionLease(PARTITION, committed, 10, "next", NEVER).begunBy(3)).isEqualTo("this");
    }

    private PartitionLease assigned() {
        consumer.assign(List.of(PARTITION));
        consumer.updateEndOffsets(Map.of(PARTITION, 10L));
        leases.onPartitionsAssigned(List.of(PARTITION));
        return Objects.requireNonNull(leases.of(PARTITION));
    }
}

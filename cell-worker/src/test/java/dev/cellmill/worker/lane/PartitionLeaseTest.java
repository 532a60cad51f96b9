package dev.cellmill.worker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a worker that loses a partition tells the next one. */
class PartitionLeaseTest {
    private static final TopicPartition PARTITION = new TopicPartition("tasks", 0);
    private static final int ROOM = 1_000;
    private static final long END = 20;

    private final PartitionLease first = lease(null, "first");

    @Test
    void callsUnderWayAreNamedToWhoeverHasThePartitionNext() {
        OffsetTracker offsets = handOut(first, 10);
        first.begin(2);
        first.begin(7);
        offsets.finish(4);
        first.withdraw();

        PartitionLease next = lease(commit(first), "next");

        assertThat(next.begunBy(2)).isEqualTo("first");
        assertThat(next.begunBy(7)).isEqualTo("first");
        assertThat(next.begunBy(3)).isNull();
        assertThat(next.handOut(4)).as("it is finished").isNull();
        assertThat(next.handOut(5)).isNotNull();
    }

    @Test
    void whileTheWorkerHasThePartitionItsCallsAreNobodysBusiness() {
        handOut(first, 10);
        first.begin(2);
        assertThat(lease(commit(first), "next").begunBy(2)).isNull();
    }

    @Test
    void whatIsOverIsNotNamed() {
        handOut(first, 10);
        first.begin(2);
        first.over(2);
        first.withdraw();
        assertThat(first.toCommit(ROOM)).isNull();
    }

    @Test
    void nothingBeginsOnceThePartitionIsWithdrawn() {
        handOut(first, 10);
        first.withdraw();
        assertThat(first.begin(2)).isFalse();
        assertThat(first.hasBegun(2)).isFalse();
    }

    @Test
    void whoHasThePartitionForAMomentPassesOnWhatItWasTold() {
        handOut(first, 10);
        first.begin(2);
        first.begin(3);
        first.withdraw();
        PartitionLease second = lease(commit(first), "second");
        handOut(second, 10);
        second.over(3);
        second.begin(5);
        second.withdraw();

        PartitionLease third = lease(commit(second), "third");

        assertThat(third.begunBy(2)).isEqualTo("first");
        assertThat(third.begunBy(3)).isNull();
        assertThat(third.begunBy(5)).isEqualTo("second");
    }

    @Test
    void whatIsBehindTheWatermarkIsForgotten() {
        handOut(first, 10);
        first.begin(2);
        first.withdraw();
        PartitionLease second = lease(commit(first), "second");
        OffsetTracker offsets = handOut(second, 10);
        for (long offset = 0; offset < 5; offset++) {
            offsets.finish(offset);
        }
        assertThat(lease(commit(second), "third").begunBy(2)).isNull();
    }

    @Property
    void whatIsWrittenIsReadAgain(
            @ForAll @Size(max = 200) Set<@LongRange(min = 5_000_000_000L, max = 5_000_002_000L) Long> offsets) {
        Map<Long, String> calls = offsets.stream().collect(Collectors.toMap(offset -> offset,
                offset -> "worker-" + offset % 3));
        String text = CallsElsewhere.write(new TreeMap<>(calls), Short.MAX_VALUE);
        assertThat(CallsElsewhere.read("r1:AQE=" + text)).isEqualTo(calls);
        assertThat(CallsElsewhere.finished("r1:AQE=" + text)).isEqualTo("r1:AQE=");
    }

    @Test
    void whatDoesNotFitIsLeftOutAndWhatCannotBeReadTellsNothing() {
        assertThat(CallsElsewhere.write(new TreeMap<>(Map.of(1L, "a worker with a long name")), 20)).isEmpty();
        assertThat(CallsElsewhere.read(null)).isEmpty();
        assertThat(CallsElsewhere.read("r1:AQE=")).isEmpty();
        assertThat(CallsElsewhere.read(";x@1;=;y@z=r1:AQE=")).isEmpty();
        assertThat(CallsElsewhere.finished(null)).isNull();
    }

    private static PartitionLease lease(@Nullable OffsetAndMetadata committed, String worker) {
        return new PartitionLease(PARTITION, committed, END, worker,
                new Membership(Duration.ofSeconds(10), Duration.ofSeconds(1), System::nanoTime));
    }

    private static OffsetAndMetadata commit(PartitionLease lease) {
        OffsetAndMetadata commit = Objects.requireNonNullElse(lease.toCommit(ROOM), new OffsetAndMetadata(0));
        lease.committed(commit);
        return commit;
    }

    /** @return where offsets are finished */
    private static OffsetTracker handOut(PartitionLease lease, int count) {
        OffsetTracker offsets = Objects.requireNonNull(lease.handOut(0));
        for (long offset = 1; offset < count; offset++) {
            lease.handOut(offset);
        }
        return offsets;
    }
}

package dev.cellmill.status.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RewindsTest {
    private static final TopicPartition PARTITION = new TopicPartition("output", 3);
    private static final int BYTES = 40;

    private final Rewinds rewinds = new Rewinds(2 * BYTES);
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
            return Map.of(PARTITION, new OffsetAndTimestamp(times.get(PARTITION), 0));
        }
    };

    RewindsTest() {
        consumer.assign(List.of(PARTITION));
        consumer.seek(PARTITION, 10);
    }

    @Test
    void aWayThatIsTooLongIsGivenUpWhereItWasBefore() {
        rewinds.begin(consumer, Map.of(PARTITION, 3L));
        assertThat(consumer.position(PARTITION)).isEqualTo(3);
        assertThat(takes(3)).isTrue();
        assertThat(takes(4)).isTrue();
        assertThat(takes(5)).isFalse();
        assertThat(consumer.position(PARTITION)).isEqualTo(10);
        assertThat(takes(6)).isFalse();
        assertThat(takes(10)).isTrue();
        assertThat(takes(11)).isTrue();
        assertThat(takes(12)).isTrue();
        assertThat(takes(13)).isTrue();
    }

    @Test
    void whatIsAheadIsNotSoughtAndOthersGoOn() {
        rewinds.begin(consumer, Map.of(PARTITION, 10L));
        assertThat(consumer.position(PARTITION)).isEqualTo(10);
        assertThat(takes(10)).isTrue();
    }

    private boolean takes(long offset) {
        return rewinds.take(consumer, new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, 0,
                TimestampType.CREATE_TIME, 0, BYTES, new byte[0], new byte[BYTES], new RecordHeaders(),
                Optional.empty()));
    }
}

package dev.cellmill.common.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.message.CellBlock;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.Messages;
import dev.cellmill.common.message.MessagesTest;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is sent is a CloudEvent to those who read it by the SDK. */
class CloudEventsTest {

    @ParameterizedTest
    @MethodSource("dev.cellmill.common.message.MessagesTest#events")
    void anEventIsReadByTheSdk(CellEvent event) {
        CloudEvent read = read(CellRecords.of(event));

        assertThat(read.getSpecVersion()).isEqualTo(SpecVersion.V1);
        assertThat(read.getType()).isEqualTo("cellmill.cell." + event.type());
        assertThat(read.getSource()).hasToString("/cellmill");
        assertThat(read.getTime()).isEqualTo(event.at().atOffset(ZoneOffset.UTC));
        assertThat(read.getDataContentType()).isEqualTo("application/json");
        assertThat(Messages.readEvent(Objects.requireNonNull(read.getData()).toBytes())).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("dev.cellmill.common.kafka.AsyncApiTest#blocks")
    void aBlockIsReadByTheSdk(CellBlock block) {
        CloudEvent read = read(CellRecords.of(block));

        assertThat(read.getType()).isEqualTo("cellmill.block." + block.type());
        assertThat(Messages.readEvents(Objects.requireNonNull(read.getData()).toBytes())).isEqualTo(block.events());
    }

    @Test
    void copiesHaveOneIdAndDifferentEventsDifferentOnes() {
        List<CellEvent> events = MessagesTest.events().toList();

        assertThat(read(CellRecords.of(events.getFirst())).getId())
                .isEqualTo(read(CellRecords.of(events.getFirst())).getId());
        assertThat(events.stream().map(event -> event.type() + read(CellRecords.of(event)).getId()).distinct().count())
                .isEqualTo(events.stream().map(CellEvent::type).distinct().count());
    }

    private static CloudEvent read(ProducerRecord<byte[], byte[]> sent) {
        var received = new ConsumerRecord<>(sent.topic(), 0, 0, sent.key(), sent.value());
        sent.headers().forEach(received.headers()::add);
        return KafkaMessageFactory.createReader(received).toEvent();
    }
}

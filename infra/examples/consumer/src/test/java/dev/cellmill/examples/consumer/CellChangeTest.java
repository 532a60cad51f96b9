package dev.cellmill.examples.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellChangeTest {

    @ParameterizedTest
    @ValueSource(strings = {"no JSON", "{}", "{\"cell\": {\"job\": \"no id\"}}"})
    void whatIsNotAsDescribedIsToldFromWhatIsOfNoInterest(String data) {
        assertThat(CellChange.of(event("cellmill.cell.done", data))).isInstanceOfSatisfying(ReadEvent.Unreadable.class,
                odd -> assertThat(odd.place()).isEqualTo("cellmill.events-3@7"));
        assertThat(CellChange.of(event("cellmill.cell.started", data))).isEqualTo(new ReadEvent.Other());
    }

    @Test
    void whatIsNoCloudEventIsUnreadable() {
        var record = new ConsumerRecord<byte[], byte[]>("cellmill.events", 3, 7, null, new byte[]{1});
        assertThat(CellChange.of(record)).isInstanceOf(ReadEvent.Unreadable.class);
    }

    private static ConsumerRecord<byte[], byte[]> event(String type, String data) {
        var record = new ConsumerRecord<byte[], byte[]>("cellmill.events", 3, 7, null,
                data.getBytes(StandardCharsets.UTF_8));
        Map.of("ce_specversion", "1.0", "ce_id", "1", "ce_source", "/cellmill", "ce_type", type, "content-type",
                "application/json")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}

package dev.cellmill.examples.consumer;

import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A cell that has its value.
 *
 * @param run {@code dispatch} and {@code step} come after it: which of two changes is newer
 * @param value as JSON; null if it is too long for an event and waits at the server
 */
record CellChange(UUID job, int row, String column, long run, int dispatch, int step, @Nullable String value)
        implements
            ReadEvent {
    private static final String DONE = "cellmill.cell.done";
    private static final JsonMapper JSON = JsonMapper.shared();

    static ReadEvent of(ConsumerRecord<byte[], byte[]> read) {
        try {
            CloudEvent event = KafkaMessageFactory.createReader(read).toEvent();
            CloudEventData data = event.getData();
            return event.getType().equals(DONE) && data != null
                    ? of(JSON.readTree(data.toBytes()))
                    : new ReadEvent.Other();
        } catch (CloudEventRWException | JacksonException | IllegalArgumentException e) {
            return new ReadEvent.Unreadable("%s-%d@%d".formatted(read.topic(), read.partition(), read.offset()),
                    String.valueOf(e.getMessage()));
        }
    }

    private static CellChange of(JsonNode event) {
        JsonNode cell = event.path("cell");
        JsonNode position = event.path("position");
        JsonNode answer = event.path("answer");
        boolean elsewhere = answer.has("written") && !answer.at("/written/form").asString().equals("BESIDE");
        return new CellChange(UUID.fromString(cell.path("job").asString()), cell.path("row").asInt(),
                cell.path("name").asString(), position.path("run").asLong(), position.path("dispatch").asInt(),
                position.path("step").asInt(), elsewhere ? null : answer.path("value").toString());
    }
}

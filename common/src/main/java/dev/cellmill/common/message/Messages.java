package dev.cellmill.common.message;

import dev.cellmill.common.json.Json;
import java.util.List;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/** Writes and reads messages as JSON in UTF-8. Thread-safe. */
public final class Messages {
    private static final ObjectReader CONTROL_READER = Json.MAPPER.readerFor(ControlMessage.class);
    private static final ObjectWriter CONTROL_WRITER = Json.MAPPER.writerFor(ControlMessage.class);
    private static final ObjectReader ACK_READER = Json.MAPPER.readerFor(ControlAck.class);
    private static final ObjectWriter ACK_WRITER = Json.MAPPER.writerFor(ControlAck.class);

    private static final ObjectReader OUTPUT_READER = Json.MAPPER.readerFor(OutputChunk.class);
    private static final ObjectWriter OUTPUT_WRITER = Json.MAPPER.writerFor(OutputChunk.class);

    private Messages() {}

    public static byte[] write(CellTask task) {
        return MessageWriter.write(task);
    }

    public static byte[] write(CellEvent event) {
        return MessageWriter.write(event);
    }

    public static byte[] write(CellBlock block) {
        return MessageWriter.write(block);
    }

    public static byte[] write(OutputChunk chunk) {
        return OUTPUT_WRITER.writeValueAsBytes(chunk);
    }

    public static byte[] write(ControlMessage message) {
        return CONTROL_WRITER.writeValueAsBytes(message);
    }

    public static byte[] write(ControlAck ack) {
        return ACK_WRITER.writeValueAsBytes(ack);
    }

    /** @throws tools.jackson.core.JacksonException if the bytes are no task */
    public static CellTask readTask(byte[] bytes) {
        return MessageReader.task(bytes);
    }

    /** @throws tools.jackson.core.JacksonException if the bytes are no event */
    public static CellEvent readEvent(byte[] bytes) {
        return MessageReader.event(bytes);
    }

    /**
     * The events of a record: one, or those of a {@link CellBlock}.
     *
     * @throws tools.jackson.core.JacksonException if the bytes are neither
     */
    public static List<CellEvent> readEvents(byte[] bytes) {
        return MessageReader.events(bytes);
    }

    /** @throws tools.jackson.core.JacksonException if the bytes are no chunk */
    public static OutputChunk readOutput(byte[] bytes) {
        return OUTPUT_READER.readValue(bytes);
    }

    /** @throws tools.jackson.core.JacksonException if the bytes are no control message */
    public static ControlMessage readControl(byte[] bytes) {
        return CONTROL_READER.readValue(bytes);
    }

    /** @throws tools.jackson.core.JacksonException if the bytes are no acknowledgement */
    public static ControlAck readAck(byte[] bytes) {
        return ACK_READER.readValue(bytes);
    }
}

package dev.cellmill.common.message;

import dev.cellmill.common.json.Json;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/** Writes and reads messages as JSON in UTF-8. Thread-safe. */
public final class Messages {
    private static final ObjectReader PINGS = Json.MAPPER.readerFor(WorkerPing.class);
    private static final ObjectWriter PING_WRITER = Json.MAPPER.writerFor(WorkerPing.class);

    private Messages() {}

    public static byte[] write(CellTask task) {
        return MessageWriter.write(task);
    }

    public static byte[] write(CellEvent event) {
        return MessageWriter.write(event);
    }

    public static byte[] write(WorkerPing ping) {
        return PING_WRITER.writeValueAsBytes(ping);
    }

    /** @throws tools.jackson.core.JacksonException if the bytes are no task */
    public static CellTask readTask(byte[] bytes) {
        return MessageReader.task(bytes);
    }

    /** @throws tools.jackson.core.JacksonException if the bytes are no event */
    public static CellEvent readEvent(byte[] bytes) {
        return MessageReader.event(bytes);
    }

    /** @throws tools.jackson.core.JacksonException if the bytes are no ping */
    public static WorkerPing readPing(byte[] bytes) {
        return PINGS.readValue(bytes);
    }
}

package dev.cellmill.common.message;

import dev.cellmill.common.json.Json;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/** Writes and reads messages as JSON in UTF-8. Thread-safe. */
public final class Messages {
    private static final ObjectReader TASKS = reader(CellTask.class);
    private static final ObjectReader EVENTS = reader(CellEvent.class);
    private static final ObjectReader PINGS = reader(WorkerPing.class);
    private static final ObjectWriter TASK_WRITER = Json.MAPPER.writerFor(CellTask.class);
    private static final ObjectWriter EVENT_WRITER = Json.MAPPER.writerFor(CellEvent.class);
    private static final ObjectWriter PING_WRITER = Json.MAPPER.writerFor(WorkerPing.class);

    private Messages() {}

    /** Messages come from our own writers, which double no key; looking for doubled ones is a quarter of the reading. */
    private static ObjectReader reader(Class<?> type) {
        return Json.MAPPER.readerFor(type).without(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
    }

    public static byte[] write(CellTask task) {
        return TASK_WRITER.writeValueAsBytes(task);
    }

    public static byte[] write(CellEvent event) {
        return EVENT_WRITER.writeValueAsBytes(event);
    }

    public static byte[] write(WorkerPing ping) {
        return PING_WRITER.writeValueAsBytes(ping);
    }

    /** @throws tools.jackson.core.JacksonException if the bytes are no task */
    public static CellTask readTask(byte[] bytes) {
        return TASKS.readValue(bytes);
    }

    /** @throws tools.jackson.core.JacksonException if the bytes are no event */
    public static CellEvent readEvent(byte[] bytes) {
        return EVENTS.readValue(bytes);
    }

    /** @throws tools.jackson.core.JacksonException if the bytes are no ping */
    public static WorkerPing readPing(byte[] bytes) {
        return PINGS.readValue(bytes);
    }
}

package dev.cellmill.common.kafka;

import dev.cellmill.common.message.CellBlock;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.message.InstantText;
import dev.cellmill.common.message.Messages;
import dev.cellmill.common.message.OutputChunk;
import dev.cellmill.common.message.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Tasks and events as Kafka records. Events are CloudEvents 1.0 in binary mode: attributes as {@code ce_} headers. */
public final class CellRecords {
    private static final byte[] SPEC_VERSION = utf8("1.0");
    private static final byte[] CONTENT_TYPE = utf8("application/json");
    /** An output leaves no lane. */
    private static final String NO_LANE = "";
    private static final byte[] SOURCE = utf8("/cellmill");

    private CellRecords() {}

    public static ProducerRecord<byte[], byte[]> of(CellTask task) {
        var taskRecord = new ProducerRecord<>(
                Topics.tasks(task.lane()), utf8(task.fingerprint().toString()), Messages.write(task));
        CellHeaders.write(taskRecord.headers(), task.cell(), task.position(), task.lane(), task.reserved());
        return taskRecord;
    }

    public static ProducerRecord<byte[], byte[]> of(CellEvent event) {
        var eventRecord = new ProducerRecord<>(Topics.EVENTS, utf8(event.cell().eventKey()), Messages.write(event));
        String place = CellHeaders.place(event.cell(), event.position());
        // the same for every copy of an event, so that consumers can drop duplicates
        cloudEvent(eventRecord.headers(), place + event.type(), "cellmill.cell." + event.type(), event.at());
        CellHeaders.write(eventRecord.headers(), place, event.lane(), event.returned());
        if (event instanceof CellEvent.Done done && done.answer().isLong()) {
            CellHeaders.writeIsLong(eventRecord.headers());
        }
        return eventRecord;
    }

    public static ProducerRecord<byte[], byte[]> of(CellBlock block) {
        var blockRecord = new ProducerRecord<>(Topics.EVENTS, utf8(block.eventKey()), Messages.write(block));
        cloudEvent(blockRecord.headers(), id(block), "cellmill.block." + block.type(), block.at());
        return blockRecord;
    }

    public static ProducerRecord<byte[], byte[]> of(OutputChunk chunk) {
        var chunkRecord = new ProducerRecord<>(Topics.OUTPUT, utf8(chunk.cell().eventKey()), Messages.write(chunk));
        Position position = chunk.position();
        String id = chunk.cell().job() + "/" + chunk.cell().row() + "/" + chunk.cell().column() + "/" + position.run()
                + "/" + position.dispatch() + "/" + position.step() + "/" + chunk.attempt() + "/"
                + chunk.stream().name().toLowerCase(Locale.ROOT) + "/" + chunk.sequence();
        cloudEvent(chunkRecord.headers(), id, "cellmill.cell.output", chunk.at());
        CellHeaders.write(chunkRecord.headers(), chunk.cell(), position, NO_LANE, 0);
        return chunkRecord;
    }

    private static void cloudEvent(Headers headers, String id, String type, Instant at) {
        headers.add("ce_specversion", SPEC_VERSION);
        headers.add("ce_id", utf8(id));
        headers.add("ce_source", SOURCE);
        headers.add("ce_type", utf8(type));
        headers.add("ce_time", utf8(InstantText.of(at)));
        headers.add("content-type", CONTENT_TYPE);
    }

    /** Copies hold the same cells unless rows were claimed anew, so the cells are part of it. */
    private static String id(CellBlock block) {
        Position position = block.position();
        return block.job() + "/" + position.run() + "/" + position.dispatch() + "/" + position.step() + "/"
                + block.type() + "/" + block.cells().getFirst().rows().getFirst() + "/"
                + Integer.toHexString(Objects.hash(String.valueOf(block.reason()), block.cells()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

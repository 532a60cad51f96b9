package dev.cellmill.status.fold;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.message.CellEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record of the event topic, and the event in it. */
record Incoming(ConsumerRecord<byte[], byte[]> source, CellEvent event) {
    Incoming {
        requireNonNull(source, "source is null");
        requireNonNull(event, "event is null");
    }
}

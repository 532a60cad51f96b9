package dev.cellmill.status.fold;

import dev.cellmill.common.kafka.CellHeaders;
import dev.cellmill.common.message.CellAccount;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.Messages;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Reads events from records. Unreadable ones go to the dead letters; where an owner is known, its cell fails. */
@Component
class EventReader {
    private static final Logger LOG = LoggerFactory.getLogger(EventReader.class);

    private final FoldBatch batch;
    private final DeadLetters deadLetters;

    EventReader(FoldBatch batch, DeadLetters deadLetters) {
        this.batch = batch;
        this.deadLetters = deadLetters;
    }

    List<Incoming> read(List<ConsumerRecord<byte[], byte[]>> records) throws SQLException {
        List<Incoming> incoming = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> source : records) {
            try {
                if (source.value() == null) {
                    throw new IllegalArgumentException("it has no value");
                }
                List<CellEvent> events = Messages.readEvents(source.value());
                // all of them, before any counts
                events.forEach(EventBounds::check);
                for (CellEvent event : events) {
                    incoming.add(new Incoming(source, event));
                }
            } catch (JacksonException | IllegalArgumentException e) {
                LOG.error("event {}-{}@{} is unreadable and goes to the dead letters: {}", source.topic(),
                        source.partition(), source.offset(), e.getMessage());
                deadLetters.keep(source, "unreadable: " + e.getMessage());
                endOfOwner(source).ifPresent(end -> incoming.add(new Incoming(source, end)));
            }
        }
        return incoming;
    }

    private Optional<CellEvent> endOfOwner(ConsumerRecord<byte[], byte[]> source) throws SQLException {
        Optional<CellHeaders> owner = CellHeaders.read(source.headers())
                .filter(headers -> CellAccount.fits(headers.position()));
        if (owner.isEmpty()) {
            return Optional.empty();
        }
        CellHeaders cell = owner.get();
        return batch.facts(cell.job()).filter(job -> job.hasCell(cell.row(), cell.column()))
                .map(job -> Rejection.of(cell, job, Instant.ofEpochMilli(source.timestamp())));
    }
}

package dev.cellmill.examples.consumer;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads events in a group, at least once: offsets are committed by hand, behind what is in the table for good. While the
 * database is away it stays in the group, and reads the same again once it is back. Run by one thread; {@link #stop} may come
 * from another.
 */
final class CellConsumer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CellConsumer.class);
    private static final String TOPIC = "cellmill.events";
    private static final Duration POLL = Duration.ofSeconds(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Database database;
    private @Nullable Connection connection;
    private long unreadable;

    /** Where connections come from: another is asked for when one is lost. */
    @FunctionalInterface
    interface Database {
        Connection connect() throws SQLException;
    }

    /** @param kafka the client's properties: its servers, its group, and what a broker with TLS or SASL wants */
    CellConsumer(Properties kafka, Database database) {
        var properties = new Properties();
        properties.putAll(kafka);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.putIfAbsent(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.database = database;
    }

    /** Returns once {@link #stop} was called and the batch in hand is written and committed. */
    void run() {
        consumer.subscribe(List.of(TOPIC));
        try {
            while (true) {
                take(consumer.poll(POLL));
            }
        } catch (WakeupException e) {
            // asked to stop: between two batches, or within a commit that the next start makes good by writing the same again
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> batch) {
        boolean isWaiting = !consumer.paused().isEmpty();
        if (batch.isEmpty() && !isWaiting) {
            return;
        }
        List<CellChange> changes = new ArrayList<>();
        List<ReadEvent.Unreadable> odd = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> read : batch) {
            switch (CellChange.of(read)) {
                case CellChange change -> changes.add(change);
                case ReadEvent.Unreadable unknown -> odd.add(unknown);
                case ReadEvent.Other _ -> {
                }
            }
        }
        try {
            CellTable.put(connected(), changes);
        } catch (SQLException e) {
            LOG.warn("the table cannot be written; tried again in {} s: {}", POLL.toSeconds(), e.getMessage());
            disconnect();
            readAgain(batch);
            return;
        }
        if (isWaiting) {
            LOG.info("the database is back");
            consumer.resume(consumer.paused());
        }
        for (ReadEvent.Unreadable unknown : odd) {
            unreadable++;
            LOG.warn("{} is no event that can be read, number {} of these; it is passed over: {}", unknown.place(),
                    unreadable, unknown.why());
        }
        commit(batch);
    }

    /** Polled on while it waits, so that the group does not take it for dead. */
    private void readAgain(ConsumerRecords<byte[], byte[]> batch) {
        for (TopicPartition partition : batch.partitions()) {
            if (consumer.assignment().contains(partition)) {
                consumer.seek(partition, batch.records(partition).getFirst().offset());
            }
        }
        consumer.pause(consumer.assignment());
    }

    private void commit(ConsumerRecords<byte[], byte[]> batch) {
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        for (TopicPartition partition : batch.partitions()) {
            done.put(partition, new OffsetAndMetadata(batch.records(partition).getLast().offset() + 1));
        }
        try {
            consumer.commitSync(done);
        } catch (CommitFailedException | RebalanceInProgressException | TimeoutException e) {
            LOG.info("offsets are not committed, so whoever has the partitions next writes the same again: {}",
                    e.getMessage());
        }
    }

    private Connection connected() throws SQLException {
        if (connection == null) {
            connection = database.connect();
            CellTable.create(connection);
        }
        return connection;
    }

    private void disconnect() {
        Connection lost = connection;
        connection = null;
        try {
            if (lost != null) {
                lost.close();
            }
        } catch (SQLException e) {
            LOG.debug("a lost connection could not be closed", e);
        }
    }

    /** Records that were none of the events that it knows how to read. */
    long unreadable() {
        return unreadable;
    }

    void stop() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
        disconnect();
    }
}

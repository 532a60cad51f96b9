package dev.cellmill.examples.consumer;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads events in a group, at least once: offsets are committed by hand, behind what is in the table for good. Run by one
 * thread; {@link #stop} may come from another.
 */
final class CellConsumer implements AutoCloseable {
    private static final String TOPIC = "cellmill.events";
    private static final Duration POLL = Duration.ofSeconds(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Connection connection;

    CellConsumer(String bootstrap, String group, Connection connection) {
        var properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.connection = connection;
    }

    /** Returns once {@link #stop} was called and the batch in hand is written and committed. */
    void run() throws SQLException {
        CellTable.create(connection);
        consumer.subscribe(List.of(TOPIC));
        try {
            while (true) {
                take(consumer.poll(POLL));
            }
        } catch (WakeupException e) {
            // asked to stop: between two batches, or within a commit that the next start makes good by writing the same again
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> batch) throws SQLException {
        if (batch.isEmpty()) {
            return;
        }
        List<CellChange> changes = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> read : batch) {
            CellChange.of(read).ifPresent(changes::add);
            done.put(new TopicPartition(read.topic(), read.partition()), new OffsetAndMetadata(read.offset() + 1));
        }
        CellTable.put(connection, changes);
        consumer.commitSync(done);
    }

    void stop() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}

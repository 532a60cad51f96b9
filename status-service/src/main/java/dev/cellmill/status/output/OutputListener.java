package dev.cellmill.status.output;

import dev.cellmill.common.message.Messages;
import dev.cellmill.common.message.OutputChunk;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import tools.jackson.core.JacksonException;

/** Stores each batch that is polled. The container commits its offsets after this returns, and repeats it if it throws. */
final class OutputListener implements BatchMessageListener<byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(OutputListener.class);

    private final StoreChunks store;

    OutputListener(StoreChunks store) {
        this.store = store;
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> polled) {
        List<OutputChunk> chunks = new ArrayList<>(polled.size());
        for (ConsumerRecord<byte[], byte[]> source : polled) {
            try {
                chunks.add(Messages.readOutput(source.value()));
            } catch (JacksonException | IllegalArgumentException e) {
                LOG.error("chunk {}-{}@{} is unreadable and passed over; a cell whose value it is a part of fails: {}",
                        source.topic(), source.partition(), source.offset(), e.getMessage());
            }
        }
        try {
            store(chunks);
        } catch (SQLException e) {
            LOG.error("{} chunks were not stored and are tried again, nothing is lost: {}", polled.size(),
                    e.getMessage());
            throw new IllegalStateException("the batch is to be repeated", e);
        }
    }

    /** One that the database refuses is found by halving, and passed over. */
    private void store(List<OutputChunk> chunks) throws SQLException {
        try {
            store.store(chunks);
        } catch (SQLException e) {
            if (!RefusedData.is(e)) {
                throw e;
            }
            if (chunks.size() == 1) {
                LOG.error("a chunk of {} is refused by the database and passed over; a cell whose value it is a part of"
                        + " fails: {}", chunks.getFirst().cell().key(), e.getMessage());
            } else {
                int half = chunks.size() / 2;
                store(chunks.subList(0, half));
                store(chunks.subList(half, chunks.size()));
            }
        }
    }
}

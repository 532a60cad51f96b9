package dev.cellmill.status.fold;

import java.sql.SQLException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchMessageListener;

/** Folds each batch that is polled. The container commits its offsets after this returns, and repeats it if it throws. */
final class FoldListener implements BatchMessageListener<byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(FoldListener.class);

    private final EventReader reader;
    private final FoldRecords records;

    FoldListener(EventReader reader, FoldRecords records) {
        this.reader = reader;
        this.records = records;
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> polled) {
        try {
            records.fold(reader.read(polled));
        } catch (SQLException | RuntimeException e) {
            LOG.error("{} events were not folded and are tried again, nothing is lost: {}", polled.size(),
                    e.getMessage());
            throw new IllegalStateException("the batch is to be repeated", e);
        }
    }
}

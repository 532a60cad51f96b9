package dev.cellmill.status.fold;

import dev.cellmill.common.trace.Followed;
import dev.cellmill.common.trace.TraceHeader;
import dev.cellmill.common.trace.Traces;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchMessageListener;

/** Folds each batch that is polled. The container commits its offsets after this returns, and repeats it if it throws. */
final class FoldListener implements BatchMessageListener<byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(FoldListener.class);

    private static final int MOST_LINKS = 100;

    private final EventReader reader;
    private final FoldRecords records;
    private final FoldMeters meters;
    private final Traces traces;

    FoldListener(EventReader reader, FoldRecords records, FoldMeters meters, Traces traces) {
        this.reader = reader;
        this.records = records;
        this.meters = meters;
        this.traces = traces;
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> polled) {
        long began = meters.begins(polled);
        try (Followed _ = traces.follow("cellmill.fold", followed(polled))) {
            List<Incoming> incoming = reader.read(polled);
            records.fold(incoming);
            meters.folded(polled, incoming.size(), began);
        } catch (SQLException | RuntimeException e) {
            meters.failed(began);
            LOG.error("{} events were not folded and are tried again, nothing is lost: {}", polled.size(),
                    e.getMessage());
            throw new IllegalStateException("the batch is to be repeated", e);
        }
    }

    /** A fold is part of the trace of the first cell that is followed, and linked to the others'. */
    private List<String> followed(List<ConsumerRecord<byte[], byte[]>> polled) {
        return traces.areOn()
                ? polled.stream().map(one -> TraceHeader.read(one.headers())).filter(Objects::nonNull)
                        .limit(MOST_LINKS).toList()
                : List.of();
    }
}

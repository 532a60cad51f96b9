package dev.cellmill.status.live;

import dev.cellmill.common.kafka.AdminConnection;
import dev.cellmill.common.kafka.FoldOffsets;
import dev.cellmill.common.kafka.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How far the fold is, of all replicas together. */
final class FoldPositions {
    private static final long PATIENCE_SECONDS = 5;

    private final AdminConnection connection;

    FoldPositions(AdminConnection connection) {
        this.connection = connection;
    }

    /**
     * By partition, the offset before which all events are folded and committed to the database.
     *
     * @throws IllegalStateException if the broker does not tell
     */
    Map<Integer, Long> committed() {
        try {
            var offsets = new HashMap<Integer, Long>();
            connection.admin().listConsumerGroupOffsets(FoldOffsets.GROUP).partitionsToOffsetAndMetadata()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS).forEach((partition, offset) -> {
                        if (offset != null && partition.topic().equals(Topics.EVENTS)) {
                            offsets.put(partition.partition(), offset.offset());
                        }
                    });
            return offsets;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the broker does not tell how far the fold is", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker was asked how far the fold is", e);
        }
    }
}

package dev.cellmill.status.live;

import dev.cellmill.common.kafka.FoldOffsets;
import dev.cellmill.common.kafka.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** How far the fold is, of all replicas together. Connects at the first question. */
final class FoldPositions implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 5;

    private final Supplier<Admin> connection;
    private @Nullable Admin admin;

    FoldPositions(Supplier<Admin> connection) {
        this.connection = connection;
    }

    /**
     * By partition, the offset before which all events are folded and committed to the database.
     *
     * @throws IllegalStateException if the broker does not tell
     */
    synchronized Map<Integer, Long> committed() {
        if (admin == null) {
            admin = connection.get();
        }
        try {
            var offsets = new HashMap<Integer, Long>();
            admin.listConsumerGroupOffsets(FoldOffsets.GROUP).partitionsToOffsetAndMetadata()
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

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close();
        }
    }
}

package dev.cellmill.worker.engine;

import dev.cellmill.common.kafka.FoldOffsets;
import dev.cellmill.common.kafka.Topics;
import dev.cellmill.testkit.Backends;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Commits as the fold does, a little behind the events; writes nothing down. */
final class FoldStandIn implements AutoCloseable {
    private static final long MILLIS_BEHIND = 50;

    private final Admin admin = Admin.create(Map.of("bootstrap.servers", Backends.kafkaBootstrap()));
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    FoldStandIn() {
        thread.scheduleWithFixedDelay(this::commit, 0, MILLIS_BEHIND, TimeUnit.MILLISECONDS);
    }

    private void commit() {
        var latest = new HashMap<TopicPartition, OffsetSpec>();
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            latest.put(new TopicPartition(Topics.EVENTS, partition), OffsetSpec.latest());
        }
        var folded = new HashMap<TopicPartition, OffsetAndMetadata>();
        try {
            admin.listOffsets(latest).all().get()
                    .forEach((partition, end) -> folded.put(partition, new OffsetAndMetadata(end.offset())));
            admin.alterConsumerGroupOffsets(FoldOffsets.GROUP, folded).all().get();
        } catch (ExecutionException e) {
            // the topic is not there yet: the next turn finds it
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        admin.close();
    }
}

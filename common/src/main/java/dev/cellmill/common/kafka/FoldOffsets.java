package dev.cellmill.common.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A moment in the events' topic, and whether the fold has written down everything reported before it. */
public final class FoldOffsets {
    /** The consumer group of the fold. */
    public static final String GROUP = "cellmill.fold";

    private final Map<TopicPartition, Long> ends;

    private FoldOffsets(Map<TopicPartition, Long> ends) {
        this.ends = ends;
    }

    /** @throws ExecutionException if the broker does not tell */
    public static FoldOffsets now(Admin client) throws ExecutionException, InterruptedException {
        var latest = new HashMap<TopicPartition, OffsetSpec>();
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            latest.put(new TopicPartition(Topics.EVENTS, partition), OffsetSpec.latest());
        }
        var ends = new HashMap<TopicPartition, Long>();
        client.listOffsets(latest).all().get().forEach((partition, end) -> {
            if (end.offset() > 0) {
                ends.put(partition, end.offset());
            }
        });
        return new FoldOffsets(ends);
    }

    /** @throws ExecutionException if the broker does not tell */
    public boolean arePassed(Admin client) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> folded = client.listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata().get();
        return ends.entrySet().stream().allMatch(end -> {
            OffsetAndMetadata at = folded.get(end.getKey());
            return at != null && at.offset() >= end.getValue();
        });
    }
}

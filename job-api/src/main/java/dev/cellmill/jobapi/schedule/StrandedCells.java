package dev.cellmill.jobapi.schedule;

import static java.util.stream.Collectors.toMap;

import dev.cellmill.common.kafka.AdminConnection;
import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cells that wait in the partitions of workers which have fallen silent, until others take those over. They leave a
 * lane's window: else, as every third cell or so goes to such a partition, they would soon fill it, and the living would
 * have nothing to do. What was sent to a partition and not committed counts, a little more than is really left. Looks
 * only while a worker is silent. Thread-safe.
 */
final class StrandedCells extends PeriodicTask {
    private static final Logger LOG = LoggerFactory.getLogger(StrandedCells.class);
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private final LiveWorkers workers;
    private final AdminConnection admins;
    private volatile Map<String, Long> byLane = Map.of();

    StrandedCells(LiveWorkers workers, AdminConnection admins) {
        super("stranded-cells", INTERVAL, ShutdownPhase.SCHEDULER);
        this.workers = workers;
        this.admins = admins;
    }

    long cells(String lane) {
        return byLane.getOrDefault(lane, 0L);
    }

    @Override
    protected void run() {
        var now = new HashMap<String, Long>();
        workers.silentLanes().forEach(lane -> {
            Set<Integer> partitions = workers.stranded(lane);
            if (!partitions.isEmpty()) {
                now.put(lane, waiting(lane, partitions));
            }
        });
        if (!now.equals(byLane)) {
            LOG.debug("cells that wait for silent workers: {}", now);
        }
        byLane = now;
    }

    private long waiting(String lane, Set<Integer> numbers) {
        Map<TopicPartition, OffsetSpec> ends = numbers.stream()
                .collect(
                        toMap(number -> new TopicPartition(Topics.tasks(lane), number), number -> OffsetSpec.latest()));
        String group = Topics.workers(lane);
        try {
            Admin client = admins.admin();
            var asked = new ListConsumerGroupOffsetsSpec().topicPartitions(ends.keySet());
            Map<TopicPartition, OffsetAndMetadata> done = client.listConsumerGroupOffsets(Map.of(group, asked))
                    .partitionsToOffsetAndMetadata(group).get();
            return client.listOffsets(ends).all().get().entrySet().stream()
                    .mapToLong(end -> Math.max(0, end.getValue().offset() - offset(done.get(end.getKey()))))
                    .sum();
        } catch (ExecutionException e) {
            LOG.warn("what waits for the silent workers of lane {} is not known now", lane, e);
            return byLane.getOrDefault(lane, 0L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static long offset(@Nullable OffsetAndMetadata done) {
        return done == null ? 0 : done.offset();
    }
}

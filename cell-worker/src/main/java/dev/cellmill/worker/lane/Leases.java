package dev.cellmill.worker.lane;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions that a lane's consumer holds, and their commits. Only the polling thread uses it. */
final class Leases implements ConsumerRebalanceListener {
    private static final Logger log = LoggerFactory.getLogger(Leases.class);
    private static final Duration LAST_COMMIT = Duration.ofSeconds(2);
    /** Short, for it is the next poll that finds the broker again, or joins the group anew. */
    private static final Duration CONFIRMATION = Duration.ofMillis(250);
    /** What the protocol can carry; a broker may be set to less. */
    private static final int MOST_METADATA = Short.MAX_VALUE;
    private static final int LEAST_METADATA = 256;

    private final Consumer<byte[], byte[]> consumer;
    private final HeldPartitions held;
    private final String worker;
    private final Membership membership;
    private final Map<TopicPartition, PartitionLease> leases = new HashMap<>();
    private int maxMetadata = MOST_METADATA;
    private boolean isLeaving;
    private boolean isHandedOver;

    /** @param worker the name of this one */
    Leases(Consumer<byte[], byte[]> consumer, HeldPartitions held, String worker, Membership membership) {
        this.worker = worker;
        this.membership = membership;
        this.consumer = consumer;
        this.held = held;
    }

    @Nullable
    PartitionLease of(TopicPartition partition) {
        return leases.get(partition);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> committed = unwoken(() -> consumer.committed(Set.copyOf(partitions)));
        Map<TopicPartition, Long> ends = unwoken(() -> consumer.endOffsets(partitions));
        for (TopicPartition partition : partitions) {
            leases.put(partition, new PartitionLease(partition, committed.get(partition), ends.get(partition),
                    worker, membership));
        }
        if (isLeaving) {
            // another that leaves as well has left them to this one
            partitions.forEach(this::withdraw);
        } else {
            held.assigned(partitions);
        }
        log.debug("assigned {}", partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        partitions.forEach(this::withdraw);
        commitNow(partitions);
        forget(partitions);
        log.debug("revoked {}", partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        membership.lost();
        partitions.forEach(this::withdraw);
        forget(partitions);
        if (!isHandedOver) {
            log.warn("lost {}: another worker does again what is in flight", partitions);
        }
    }

    private void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(leases::remove);
        held.withdrawn(partitions);
    }

    /** No call begins any more for what it holds, nor for what it still gets. */
    void withdrawAll() {
        isLeaving = true;
        leases.keySet().forEach(this::withdraw);
        held.withdrawn(leases.keySet());
    }

    /** What is new; where nothing is, now and then one thing again, since the broker takes commits from members alone. */
    void commit() {
        Map<TopicPartition, OffsetAndMetadata> news = membership.isDue() ? newsOrAny() : news(leases.keySet());
        if (!news.isEmpty()) {
            long asked = membership.now();
            consumer.commitAsync(news, (offsets, failure) -> {
                if (failure == null) {
                    membership.confirmed(asked);
                }
                committed(offsets, failure);
            });
        }
    }

    /** Asks the broker whether this is still a member, unless that is sure. Where it is not, the next poll says so. */
    void confirm() {
        if (membership.isSure() || leases.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> news = newsOrAny();
        long asked = membership.now();
        try {
            unwoken(() -> {
                consumer.commitSync(news, CONFIRMATION);
                return true;
            });
            membership.confirmed(asked);
            committed(news, null);
        } catch (KafkaException e) {
            log.debug("whether this is still a member of its group is not known; nothing begins", e);
        }
    }

    /** Where nothing is new, what one partition committed last. */
    private Map<TopicPartition, OffsetAndMetadata> newsOrAny() {
        Map<TopicPartition, OffsetAndMetadata> news = news(leases.keySet());
        return !news.isEmpty()
                ? news
                : leases.values().stream().limit(1)
                        .collect(Collectors.toMap(PartitionLease::partition, PartitionLease::lastCommitted));
    }

    LaneBacklog backlog(long now) {
        long oldest = 0;
        long gap = 0;
        for (PartitionLease lease : leases.values()) {
            oldest = Math.max(oldest, lease.oldestAge(now));
            gap = Math.max(gap, lease.gap());
        }
        return new LaneBacklog(oldest == 0 ? null : now - oldest, gap);
    }

    /**
     * Leaves the group, all calls under way named to whoever has the partitions next. Once all is withdrawn.
     *
     * @return false if they could not be named, and all is as it was
     */
    boolean handOver() {
        boolean areNamed = leases.values().stream().allMatch(lease -> lease.canNameCalls(maxMetadata))
                && commitNow(Set.copyOf(leases.keySet()));
        if (areNamed) {
            isHandedOver = true;
            consumer.unsubscribe();
        }
        return areNamed;
    }

    void commitAllNow() {
        commitNow(new HashSet<>(leases.keySet()));
    }

    /** @return whether all is on record */
    private boolean commitNow(Collection<TopicPartition> partitions) {
        try {
            Map<TopicPartition, OffsetAndMetadata> news = news(partitions);
            if (!news.isEmpty()) {
                unwoken(() -> {
                    consumer.commitSync(news, LAST_COMMIT);
                    return true;
                });
                committed(news, null);
            }
            return true;
        } catch (KafkaException e) {
            log.warn("the last commit of {} failed; what ended in the last second is done again", partitions, e);
            return false;
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> news(Collection<TopicPartition> partitions) {
        var news = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (TopicPartition partition : partitions) {
            PartitionLease lease = leases.get(partition);
            OffsetAndMetadata latest = lease == null ? null : lease.toCommit(maxMetadata);
            if (latest != null) {
                news.put(partition, latest);
            }
        }
        return news;
    }

    private void committed(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception failure) {
        if (failure == null) {
            offsets.forEach((partition, done) -> {
                PartitionLease lease = leases.get(partition);
                if (lease != null) {
                    lease.committed(done);
                }
            });
        } else if (failure instanceof OffsetMetadataTooLarge) {
            maxMetadata = Math.max(LEAST_METADATA, maxMetadata / 2);
            log.warn("the broker takes less commit metadata (offset.metadata.max.bytes); now {} at most", maxMetadata);
        } else {
            log.warn("a commit failed; the next one says the same and more", failure);
        }
    }

    private void withdraw(TopicPartition partition) {
        PartitionLease lease = leases.get(partition);
        if (lease != null) {
            lease.withdraw();
        }
    }

    /** A wake-up is meant for the poll; here it would only lose an answer. */
    private static <T> T unwoken(Supplier<T> work) {
        while (true) {
            try {
                return work.get();
            } catch (WakeupException e) {
                log.trace("woken early");
            }
        }
    }
}

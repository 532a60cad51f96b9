package dev.cellmill.worker.lane;

import dev.cellmill.common.kafka.Topics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** The partitions of its lanes' topics that this worker takes tasks from now. Thread-safe. */
public final class HeldPartitions {
    private final Map<String, Set<Integer>> byTopic = new TreeMap<>();

    synchronized void assigned(Collection<TopicPartition> partitions) {
        partitions.forEach(one -> byTopic.computeIfAbsent(one.topic(), topic -> new TreeSet<>()).add(one.partition()));
    }

    synchronized void withdrawn(Collection<TopicPartition> partitions) {
        partitions.forEach(one -> byTopic.getOrDefault(one.topic(), Set.of()).remove(one.partition()));
    }

    /** Of each of these lanes. */
    public synchronized Map<String, List<Integer>> ofLanes(Collection<String> lanes) {
        var held = new TreeMap<String, List<Integer>>();
        lanes.forEach(lane -> held.put(lane, List.copyOf(byTopic.getOrDefault(Topics.tasks(lane), Set.of()))));
        return held;
    }
}

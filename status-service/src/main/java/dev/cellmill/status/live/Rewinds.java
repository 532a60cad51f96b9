package dev.cellmill.status.live;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Goes back in partitions to a moment, and comes forward again early where too much lies between. What was read before is
 * read once more. Not thread-safe.
 */
final class Rewinds {
    private final long mostBytes;
    private final Map<TopicPartition, Way> ways = new HashMap<>();

    /** @param until where it was before */
    private record Way(long until, long bytesLeft) {}

    /** @param mostBytes read once more in each partition */
    Rewinds(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** @param since milliseconds since 1970, of each partition */
    void begin(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> since) {
        consumer.offsetsForTimes(since).forEach((partition, found) -> {
            long now = consumer.position(partition);
            if (found != null && found.offset() < now) {
                Way under = ways.get(partition);
                ways.put(partition, new Way(under == null ? now : Math.max(now, under.until()), mostBytes));
                consumer.seek(partition, found.offset());
            }
        });
    }

    /** @return whether the record is to be read; if not, its way was too long, and what comes next is new */
    boolean take(Consumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> message) {
        if (ways.isEmpty()) {
            return true;
        }
        var partition = new TopicPartition(message.topic(), message.partition());
        Way way = ways.get(partition);
        if (way == null) {
            return true;
        }
        if (message.offset() >= way.until()) {
            ways.remove(partition);
            return true;
        }
        long left = way.bytesLeft() - Math.max(0, message.serializedValueSize());
        if (left < 0 && way.bytesLeft() >= 0) {
            consumer.seek(partition, way.until());
        }
        ways.put(partition, new Way(way.until(), left));
        return left >= 0;
    }
}

package dev.cellmill.status.live;

import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.service.KeepsWallTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Follows the events and the output outside any group, on one thread, while anyone watches; else it costs nothing. It
 * begins at the end. After trouble it goes on where it was.
 */
final class LiveTail implements DisposableBean, KeepsWallTime {
    private static final Logger LOG = LoggerFactory.getLogger(LiveTail.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);
    private static final long MOST_REWOUND = 64 * 1024 * 1024;
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** Of a busy topic fifty fetches a second, not hundreds. */
    private static final Properties FETCHES = new Properties();

    static {
        FETCHES.setProperty(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "65536");
        FETCHES.setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "20");
    }

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final LiveJobs jobs;
    private final LiveReader reader;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ConcurrentLinkedQueue<Wish> wishes = new ConcurrentLinkedQueue<>();
    /** The offset behind the last event that is being read or was, by partition; empty until it follows. */
    private final Map<Integer, Long> passed = new ConcurrentHashMap<>();
    private volatile boolean isToBeginAnew;
    private @Nullable Thread thread;

    /** To hear once more what was written under these keys since then. */
    private record Wish(Set<String> keys, Instant since) {}

    LiveTail(ConsumerFactory<byte[], byte[]> consumers, LiveJobs jobs, LiveReader reader) {
        this.consumers = consumers;
        this.jobs = jobs;
        this.reader = reader;
    }

    /** Follows, if it does not yet, and goes back to what was written in these blocks of rows since then. */
    synchronized void follow(WatchedJob job, Set<Integer> blocks, Instant since) {
        if (!blocks.isEmpty()) {
            wishes.add(new Wish(blocks.stream().map(job::key).collect(Collectors.toSet()), since));
        }
        if (thread == null && stopped.getCount() > 0) {
            thread = Thread.ofPlatform().name("live-tail").daemon().start(this::run);
        }
    }

    @Override
    public void clockWasSetBack() {
        isToBeginAnew = true;
    }

    /** Offsets behind the events about these rows that it has passed, by partition; null where it does not follow yet. */
    @Nullable
    Map<Integer, Long> passed(WatchedJob job, WatchedRows rows) {
        int partitions = passed.size();
        if (partitions == 0) {
            return null;
        }
        var offsets = new HashMap<Integer, Long>();
        rows.blocks().map(block -> partition(job.key(block), partitions))
                .forEach(partition -> offsets.put(partition, passed.get(partition)));
        return offsets.containsValue(null) ? null : offsets;
    }

    private void run() {
        var positions = new HashMap<TopicPartition, Long>();
        while (isWanted()) {
            try (Consumer<byte[], byte[]> consumer = consumers.createConsumer(null, "live-tail", null, FETCHES)) {
                follow(consumer, positions);
            } catch (RuntimeException e) {
                LOG.warn("the live streams stand still, and go on where they were: it is tried again in {} s",
                        AFTER_TROUBLE.toSeconds(), e);
                pause();
            }
        }
    }

    /** Ends the thread where nobody watches. */
    private synchronized boolean isWanted() {
        boolean wanted = stopped.getCount() > 0 && jobs.isWatched();
        if (!wanted) {
            thread = null;
            passed.clear();
            wishes.clear();
        }
        return wanted;
    }

    private void follow(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> positions) {
        isToBeginAnew = false;
        List<TopicPartition> all = partitions(consumer);
        consumer.assign(all);
        List<TopicPartition> fresh = all.stream().filter(partition -> !positions.containsKey(partition)).toList();
        consumer.endOffsets(fresh).forEach(positions::put);
        positions.forEach(consumer::seek);
        publish(positions);
        var rewinds = new Rewinds(MOST_REWOUND);
        while (stopped.getCount() > 0 && jobs.isWatched() && !isToBeginAnew) {
            rewind(consumer, rewinds);
            ConsumerRecords<byte[], byte[]> messages = consumer.poll(POLL);
            // before they are read: who is entered later hears of all that is not passed
            messages.nextOffsets().forEach((partition, next) -> positions.put(partition, next.offset()));
            publish(positions);
            messages.forEach(message -> {
                if (rewinds.take(consumer, message)) {
                    read(message);
                }
            });
        }
    }

    private void rewind(Consumer<byte[], byte[]> consumer, Rewinds rewinds) {
        var since = new HashMap<TopicPartition, Long>();
        int partitions = (int) consumer.assignment().stream()
                .filter(partition -> partition.topic().equals(Topics.OUTPUT)).count();
        for (Wish wish = wishes.poll(); wish != null; wish = wishes.poll()) {
            for (String key : wish.keys()) {
                since.merge(new TopicPartition(Topics.OUTPUT, partition(key, partitions)), wish.since().toEpochMilli(),
                        Math::min);
            }
        }
        if (!since.isEmpty()) {
            rewinds.begin(consumer, since);
        }
    }

    /** One record that cannot be read does not keep the others from being read. */
    private void read(ConsumerRecord<byte[], byte[]> message) {
        try {
            reader.read(message);
        } catch (RuntimeException e) {
            LOG.error("watchers are not told of the record at {} of {}-{}, which cannot be read", message.offset(),
                    message.topic(), message.partition(), e);
        }
    }

    private void publish(Map<TopicPartition, Long> positions) {
        positions.forEach((partition, next) -> {
            if (partition.topic().equals(Topics.EVENTS)) {
                passed.put(partition.partition(), next);
            }
        });
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
        var all = new ArrayList<TopicPartition>();
        for (String topic : List.of(Topics.EVENTS, Topics.OUTPUT)) {
            consumer.partitionsFor(topic)
                    .forEach(partition -> all.add(new TopicPartition(topic, partition.partition())));
        }
        return all;
    }

    private static int partition(String key, int partitions) {
        return BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions);
    }

    private void pause() {
        try {
            stopped.await(AFTER_TROUBLE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void destroy() throws InterruptedException {
        stopped.countDown();
        Thread running;
        synchronized (this) {
            running = thread;
        }
        if (running != null) {
            running.join(GRACE);
        }
    }
}

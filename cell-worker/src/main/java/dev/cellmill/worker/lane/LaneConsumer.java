package dev.cellmill.worker.lane;

import dev.cellmill.worker.run.CellRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The poll loop of one lane, on a thread of its own. It never waits for a provider: it hands records over, pauses
 * while too much is under way, and commits each second. After a failure it begins anew with a fresh consumer.
 */
final class LaneConsumer {
    private static final Logger log = LoggerFactory.getLogger(LaneConsumer.class);
    private static final Duration LONGEST_POLL = Duration.ofMillis(200);
    private static final Duration DRAIN_POLL = Duration.ofMillis(10);
    private static final Duration QUICK = Duration.ofMillis(500);
    private static final Duration BEFORE_NEW_BEGINNING = Duration.ofSeconds(1);

    private final String topic;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final CellRunner runner;
    private final LaneSettings settings;
    private final LaneLoad load;
    private final HeldPartitions held;
    private final String worker;
    private final LaneMeters meters;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile long stopBy;
    private volatile boolean isToBeginAnew;
    private volatile LaneBacklog backlog = LaneBacklog.NONE;
    private long committedAt = System.nanoTime();

    LaneConsumer(
            String topic,
            Supplier<Consumer<byte[], byte[]>> consumers,
            CellRunner runner,
            LaneSettings settings,
            LaneLoad.Bounds bounds,
            HeldPartitions held,
            String worker,
            LaneMeters meters) {
        this.worker = worker;
        this.topic = topic;
        this.consumers = consumers;
        this.runner = runner;
        this.settings = settings;
        this.held = held;
        this.meters = meters;
        this.load = new LaneLoad(bounds, this::wake);
    }

    void start() {
        Thread.ofPlatform().name("lane " + topic).daemon().start(this::run);
    }

    /** Begins to stop: no new call begins, those in flight have until then. */
    void stop(Duration patience) {
        stopBy = System.nanoTime() + patience.toNanos();
        stopping.countDown();
        wake();
    }

    /** With a fresh consumer; calls in flight run to their end. */
    void beginAnew() {
        isToBeginAnew = true;
        wake();
    }

    LaneLoad load() {
        return load;
    }

    LaneBacklog backlog() {
        return backlog;
    }

    /** Tasks under way. */
    int underWay() {
        return load.total();
    }

    /** @return whether it has ended by then */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            while (!isStopping()) {
                consumeUntilStopped();
            }
        } finally {
            ended.countDown();
        }
    }

    private void consumeUntilStopped() {
        try (Consumer<byte[], byte[]> opened = consumers.get()) {
            consumer = opened;
            var leases = new Leases(opened, held, worker,
                    new Membership(LaneConsumers.SESSION, LaneConsumers.HEARTBEAT, System::nanoTime));
            try {
                opened.subscribe(List.of(topic), leases);
                while (!isStopping() && !isToBeginAnew) {
                    poll(opened, leases, LONGEST_POLL);
                }
                if (isStopping()) {
                    drain(opened, leases);
                } else {
                    isToBeginAnew = false;
                    leases.withdrawAll();
                    leases.commitAllNow();
                }
            } finally {
                leases.withdrawAll();
            }
        } catch (KafkaException | IllegalStateException e) {
            log.error("consuming {} failed; it begins anew in {} s", topic, BEFORE_NEW_BEGINNING.toSeconds(), e);
            pauseBeforeNewBeginning();
        } finally {
            consumer = null;
            backlog = LaneBacklog.NONE;
        }
    }

    private void poll(Consumer<byte[], byte[]> opened, Leases leases, Duration longest) {
        if (isStopping() || load.hold()) {
            opened.pause(opened.assignment());
        } else {
            opened.resume(opened.paused());
        }
        try {
            ConsumerRecords<byte[], byte[]> records = opened.poll(longest);
            if (!isStopping()) {
                leases.confirm();
            }
            handOver(records, leases);
        } catch (WakeupException e) {
            log.trace("woken: there is room, or it is time to stop");
        }
        if (System.nanoTime() - committedAt >= settings.commitInterval().toNanos()) {
            leases.commit();
            committedAt = System.nanoTime();
            backlog = leases.backlog(committedAt);
        }
    }

    private void handOver(ConsumerRecords<byte[], byte[]> records, Leases leases) {
        if (records.isEmpty()) {
            return;
        }
        var deliveries = new ArrayList<HandedOut>(records.count());
        for (TopicPartition partition : records.partitions()) {
            PartitionLease lease = leases.of(partition);
            if (lease == null) {
                throw new IllegalStateException("records of %s came without an assignment".formatted(partition));
            }
            List<ConsumerRecord<byte[], byte[]>> few = records.records(partition);
            for (ConsumerRecord<byte[], byte[]> read : few) {
                OffsetTracker offsets = lease.handOut(read.offset());
                if (offsets != null) {
                    deliveries.add(new HandedOut(read, lease, offsets, load, meters));
                }
            }
            lease.handedOutFrom(few.getFirst().offset(), System.nanoTime());
        }
        runner.run(deliveries);
    }

    /**
     * What is in flight may end; what has not begun is left to the next worker, who has it as soon as quick calls had
     * their time to end: those that take longer are named to it, so that it waits for their ends alone.
     */
    private void drain(Consumer<byte[], byte[]> opened, Leases leases) {
        leases.withdrawAll();
        long quickBy = System.nanoTime() + QUICK.toNanos();
        boolean isMember = true;
        while (load.total() > 0 && System.nanoTime() - stopBy < 0) {
            if (isMember && System.nanoTime() - quickBy > 0) {
                isMember = !leases.handOver();
            }
            if (isMember) {
                poll(opened, leases, DRAIN_POLL);
            } else {
                LockSupport.parkNanos(DRAIN_POLL.toNanos());
            }
        }
        if (load.total() > 0) {
            log.warn("{} tasks of {} are given up; the next worker does them again", load.total(), topic);
        }
        leases.commitAllNow();
    }

    private void pauseBeforeNewBeginning() {
        try {
            stopping.await(BEFORE_NEW_BEGINNING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stopping.countDown();
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void wake() {
        Consumer<byte[], byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
    }
}

package dev.cellmill.worker.lane;

import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.service.KeepsWallTime;
import dev.cellmill.common.service.ShutdownPhase;
import dev.cellmill.worker.control.WorkerName;
import dev.cellmill.worker.run.CellRunner;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Starts a consumer for each lane, and stops them all: no new calls, those in flight have their time to end.
 */
final class LaneConsumers implements SmartLifecycle, KeepsWallTime {
    private static final Logger log = LoggerFactory.getLogger(LaneConsumers.class);
    /** Twice what runs, so that a slot that falls free finds the next task here. */
    private static final int AHEAD = 2;
    private static final int LEAST_ACTIVE = 1_000;
    static final Duration SESSION = Duration.ofSeconds(10);
    static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final Duration TO_CLOSE = Duration.ofSeconds(1);

    private final ServedLanes lanes;
    private final ConsumerFactory<byte[], byte[]> consumers;
    private final CellRunner runner;
    private final LaneSettings settings;
    private final HeldPartitions held;
    private final WorkerName worker;
    private final MeterRegistry meters;
    private final List<LaneConsumer> running = new ArrayList<>();

    LaneConsumers(
            ServedLanes lanes,
            ConsumerFactory<byte[], byte[]> consumers,
            CellRunner runner,
            LaneSettings settings,
            HeldPartitions held,
            WorkerName worker,
            MeterRegistry meters) {
        this.worker = worker;
        this.lanes = lanes;
        this.consumers = consumers;
        this.runner = runner;
        this.settings = settings;
        this.held = held;
        this.meters = meters;
    }

    @Override
    public synchronized void start() {
        lanes.capacities().forEach((lane, capacity) -> {
            var bounds = new LaneLoad.Bounds(Math.max(LEAST_ACTIVE, AHEAD * capacity), settings.waiting(),
                    settings.memory().toBytes());
            var ofLane = new LaneMeters(lane, meters);
            var consumer = new LaneConsumer(Topics.tasks(lane), () -> consumer(lane), runner, settings, bounds,
                    held, worker.value(), ofLane);
            ofLane.watch(consumer);
            running.add(consumer);
            consumer.start();
        });
        log.info("taking tasks from the lanes {}", lanes.capacities().keySet());
    }

    @Override
    public synchronized void stop() {
        running.forEach(lane -> lane.stop(settings.drainTime()));
        for (LaneConsumer lane : running) {
            try {
                if (!lane.awaitEnd(settings.drainTime().plus(TO_CLOSE))) {
                    log.warn("a lane did not end in time; {} tasks are left to the next worker", lane.underWay());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        running.clear();
    }

    @Override
    public synchronized void clockWasSetBack() {
        running.forEach(LaneConsumer::beginAnew);
    }

    @Override
    public synchronized boolean isRunning() {
        return !running.isEmpty();
    }

    @Override
    public int getPhase() {
        return ShutdownPhase.WORKERS;
    }

    /**
     * The classic protocol, because its heartbeats are ours to set: a move of partitions takes about one, where the
     * newer protocol's are the broker's and five seconds long.
     */
    private Consumer<byte[], byte[]> consumer(String lane) {
        var properties = new Properties();
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(settings.pollRecords()));
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, Long.toString(HEARTBEAT.toMillis()));
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, Long.toString(SESSION.toMillis()));
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(fetchBytes()));
        return consumers.createConsumer(Topics.workers(lane), "cellmill-" + lane, null, properties);
    }

    private int fetchBytes() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, settings.memory().toBytes() / AHEAD));
    }
}

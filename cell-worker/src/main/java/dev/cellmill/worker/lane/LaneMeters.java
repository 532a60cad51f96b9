package dev.cellmill.worker.lane;

import dev.cellmill.common.meter.Buckets;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** What is measured of one lane on this worker. */
final class LaneMeters {
    private final String lane;
    private final MeterRegistry registry;
    private final Timer age;

    LaneMeters(String lane, MeterRegistry registry) {
        this.lane = lane;
        this.registry = registry;
        this.age = Timer.builder("cellmill.task.age").tag("lane", lane)
                .description("From when a task was sent until the broker had what came of it")
                .serviceLevelObjectives(Buckets.times()).register(registry);
    }

    void watch(LaneConsumer consumer) {
        tasks(consumer, "active", LaneLoad::active);
        tasks(consumer, "waiting", LaneLoad::parked);
        Gauge.builder("cellmill.lane.oldest.unfinished", consumer,
                one -> one.backlog().oldestSeconds(System.nanoTime()))
                .baseUnit("seconds").tag("lane", lane)
                .description("Age of the oldest task that this worker took and has not finished").register(registry);
        Gauge.builder("cellmill.lane.watermark.gap", consumer, one -> one.backlog().widestGap()).baseUnit("offsets")
                .tag("lane", lane)
                .description(
                        "Offsets from the first unfinished task of a partition to the last one taken, where widest")
                .register(registry);
    }

    private void tasks(LaneConsumer consumer, String state, ToDoubleFunction<LaneLoad> count) {
        Gauge.builder("cellmill.lane.tasks", consumer, one -> count.applyAsDouble(one.load())).tag("lane", lane)
                .tag("state", state).description("Tasks on this worker: active ones compete for calls, waiting ones"
                        + " wait for another's answer, a retry or the broker")
                .register(registry);
    }

    /** @param sentAt milliseconds since 1970, by the sender's clock */
    void finished(long sentAt) {
        age.record(Math.max(0, System.currentTimeMillis() - sentAt), TimeUnit.MILLISECONDS);
    }
}

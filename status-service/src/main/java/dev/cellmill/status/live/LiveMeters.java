package dev.cellmill.status.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What is measured of live streams: how many there are, who was turned away or fell behind, and what a round takes. Thread-safe. */
final class LiveMeters {
    private final AtomicInteger watching = new AtomicInteger();
    private final Counter refused;
    private final Counter overflows;
    private final Timer rounds;

    LiveMeters(MeterRegistry registry) {
        Gauge.builder("cellmill.live.watchers", watching, AtomicInteger::get)
                .description("Streams that this process serves now").register(registry);
        refused = Counter.builder("cellmill.live.refused")
                .description(
                        "Streams that were answered 503, there being as many as may be, or the process about to stop")
                .register(registry);
        overflows = Counter.builder("cellmill.live.overflows")
                .description("Times that a watcher read so slowly that it was put back to a snapshot")
                .register(registry);
        rounds = Timer.builder("cellmill.live.round")
                .description("How long it took to read what is new for all watchers")
                .register(registry);
    }

    void entered() {
        watching.incrementAndGet();
    }

    void left() {
        watching.decrementAndGet();
    }

    void refused() {
        refused.increment();
    }

    void overflowed() {
        overflows.increment();
    }

    /** @param began by {@link System#nanoTime} */
    void round(long began) {
        rounds.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
    }
}

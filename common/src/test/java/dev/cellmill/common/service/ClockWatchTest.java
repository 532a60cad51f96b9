package dev.cellmill.common.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
    private final AtomicLong wall = new AtomicLong(1_000_000);
    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
    private final AtomicInteger told = new AtomicInteger();
    private final ClockWatch watch = new ClockWatch(wall::get, nanos::get, List.of(() -> {
        throw new IllegalStateException("one that fails keeps nobody else from hearing");
    }, told::incrementAndGet));

    @Test
    void tellsOfEachTimeThatTheClockIsSetBack() {
        pass(500);
        watch.run();
        wall.addAndGet(-2_001);
        watch.run();
        assertThat(told).hasValue(1);

        pass(500);
        watch.run();
        assertThat(told).as("it stays where it was set").hasValue(1);

        wall.addAndGet(-3_600_000);
        watch.run();
        assertThat(told).hasValue(2);
    }

    @Test
    void timeThatPassesOrLeapsAheadIsNothingToTell() {
        pass(3_600_000);
        watch.run();
        wall.addAndGet(3_600_000);
        watch.run();
        wall.addAndGet(-1_900);
        watch.run();
        assertThat(told).hasValue(0);
    }

    private void pass(long millis) {
        wall.addAndGet(millis);
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    }
}

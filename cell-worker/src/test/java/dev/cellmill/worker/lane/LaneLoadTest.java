package dev.cellmill.worker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LaneLoadTest {
    private final AtomicInteger wakes = new AtomicInteger();

    @Test
    void whoeverMakesRoomWakesAHeldLaneOnce() {
        LaneLoad load = load(2, 10, 1_000);
        load.arrive(10);
        load.arrive(10);
        assertThat(load.hold()).isTrue();
        load.leave(false, 10);
        load.leave(false, 10);
        assertThat(wakes).hasValue(1);
        assertThat(load.hold()).isFalse();
    }

    @Test
    void aLaneThatIsNotHeldIsNotWoken() {
        LaneLoad load = load(2, 10, 1_000);
        load.arrive(10);
        load.leave(false, 10);
        assertThat(wakes).hasValue(0);
    }

    @Test
    void parkedTasksMakeRoomForActiveOnesUpToABoundOfTheirOwn() {
        LaneLoad load = load(1, 2, 1_000);
        load.arrive(1);
        assertThat(load.hold()).isTrue();
        load.park();
        assertThat(load.hold()).isFalse();
        load.arrive(1);
        load.park();
        assertThat(load.hold()).isTrue();
        load.leave(true, 1);
        assertThat(load.hold()).isFalse();
    }

    @Test
    void memoryIsABoundToo() {
        LaneLoad load = load(100, 100, 50);
        load.arrive(60);
        assertThat(load.hold()).isTrue();
        load.leave(false, 60);
        assertThat(load.hold()).isFalse();
        assertThat(load.total()).isZero();
    }

    private LaneLoad load(int active, int parked, long bytes) {
        return new LaneLoad(new LaneLoad.Bounds(active, parked, bytes), wakes::incrementAndGet);
    }
}

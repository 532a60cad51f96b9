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
        assertThat(load.hold()).isFalse();
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
        load.arrive(49);
        assertThat(load.hold()).isFalse();
        load.arrive(1);
        assertThat(load.hold()).isTrue();
        load.leave(false, 49);
        load.leave(false, 1);
        assertThat(load.hold()).isFalse();
        assertThat(load.total()).isZero();
    }

    @Test
    void aTaskIsActiveOrParkedUntilItLeaves() {
        LaneLoad load = load(10, 10, 1_000);
        load.arrive(1);
        load.arrive(1);
        load.park();
        assertThat(load.active()).isEqualTo(1);
        assertThat(load.parked()).isEqualTo(1);
        assertThat(load.total()).isEqualTo(2);
        load.unpark();
        assertThat(load.active()).isEqualTo(2);
        assertThat(load.parked()).isZero();
        load.park();
        load.leave(true, 1);
        assertThat(load.active()).isEqualTo(1);
        assertThat(load.total()).isEqualTo(1);
    }

    @Test
    void aTaskThatParksWakesALaneThatIsHeldForItsPlace() {
        LaneLoad load = load(1, 10, 1_000);
        load.arrive(1);
        assertThat(load.hold()).isTrue();
        load.park();
        assertThat(wakes).hasValue(1);
    }

    @Test
    void aLaneThatIsStillFullIsNotWoken() {
        LaneLoad load = load(1, 10, 1_000);
        load.arrive(1);
        load.arrive(1);
        assertThat(load.hold()).isTrue();
        load.leave(false, 1);
        assertThat(wakes).hasValue(0);
        load.leave(false, 1);
        assertThat(wakes).hasValue(1);
    }

    private LaneLoad load(int active, int parked, long bytes) {
        return new LaneLoad(new LaneLoad.Bounds(active, parked, bytes), wakes::incrementAndGet);
    }
}

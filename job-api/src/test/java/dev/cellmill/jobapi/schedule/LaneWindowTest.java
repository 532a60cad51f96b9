package dev.cellmill.jobapi.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LaneWindowTest {
    private static final int INITIAL = 256;
    private static final int MAX = 200_000;
    private static final long MILLIS = 1_000_000L;
    private static final long LOOP = 50 * MILLIS;

    private final LaneWindow window = new LaneWindow(INITIAL, MAX);

    /** A lane that drains so many cells a second, looked at every 50 ms and then filled by one tenant. */
    private static final class Lane {
        private final LaneWindow window;
        private long now;
        private double inFlight;

        private Lane(LaneWindow window) {
            this.window = window;
        }

        private void run(double seconds, double cellsPerSecond, int capacity) {
            for (long end = now + (long) (seconds * 1e9); now < end; now += LOOP) {
                double gone = Math.min(inFlight, Math.floor(cellsPerSecond * LOOP / 1e9));
                inFlight -= gone;
                window.observe(now, (long) gone, (long) inFlight, capacity);
                double room = Math.max(0, window.tenantPart() - inFlight);
                inFlight += room;
                window.sent((long) room);
            }
        }
    }

    @Test
    void beginsSmall() {
        assertThat(window.size()).isEqualTo(INITIAL);
        assertThat(window.tenantPart()).isEqualTo(192);
    }

    @Test
    void beginsSmallerWhereTheWorkersRunFewAtOnce() {
        window.observe(0, 0, 0, 5);
        assertThat(window.size()).isEqualTo(20);
    }

    @Test
    void keepsItsSizeWhileNoWorkerIsAlive() {
        new Lane(window).run(20, 0, 0);
        assertThat(window.size()).isEqualTo(INITIAL);
    }

    @Test
    void holdsASecondAndAHalfOfWorkSoonAfterAFastLaneBegins() {
        var lane = new Lane(window);
        lane.run(0.4, 30_000, 64);
        assertThat(window.tenantPart()).as("more than leaves between two looks").isGreaterThan(2 * 30_000 / 20);
        lane.run(2.6, 30_000, 64);
        assertThat(window.size()).isBetween(34_000, 56_000);
        lane.run(10, 30_000, 64);
        assertThat(window.size()).isBetween(43_500, 46_500);
    }

    @Test
    void atMostDoublesWithEachLook() {
        var lane = new Lane(window);
        int before = window.size();
        for (int look = 0; look < 30; look++) {
            lane.run(0.05, 100_000, 1);
            assertThat(window.size()).isLessThanOrEqualTo(2 * before);
            before = window.size();
        }
    }

    @Test
    void followsALaneThatBecomesSlow() {
        var lane = new Lane(window);
        lane.run(5, 20_000, 8);
        lane.run(40, 100, 8);
        assertThat(window.size()).isBetween(142, 165);
    }

    @Test
    void neverFallsUnderWhatTheWorkersCanRunAtOnce() {
        new Lane(window).run(60, 25, 300);
        assertThat(window.size()).isEqualTo(400);
        assertThat(window.tenantPart()).isEqualTo(300);
    }

    @Test
    void learnsNothingFromALaneThatHadLittleToDo() {
        for (int second = 0; second < 60; second++) {
            window.observe(second * 1_000 * MILLIS, 1, 0, 100);
            window.sent(1);
        }
        assertThat(window.size()).isEqualTo(INITIAL);
    }

    @Test
    void idleTimeDoesNotCountAsSlowness() {
        var lane = new Lane(window);
        lane.run(10, 20_000, 8);
        int busy = window.size();
        lane.inFlight = 0;
        window.observe(lane.now, 100, 0, 8);
        lane.now += 3_600_000 * MILLIS;
        lane.run(0.1, 20_000, 8);
        assertThat(window.size()).isBetween((int) (busy * 0.7), (int) (busy * 1.3));
    }

    @Test
    void hasRoomForOneAndNoMoreThanItsMost() {
        assertThat(new LaneWindow(1, 1).size()).isEqualTo(1);
        assertThat(new LaneWindow(1, 1).tenantPart()).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new LaneWindow(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new LaneWindow(2, 1));
    }

    @Test
    void measuresAsSoonAsATenantsPartHasDrained() {
        window.observe(0, 0, 0, 64);
        window.sent(192);
        window.observe(100 * MILLIS, 191, 1, 64);
        assertThat(window.size()).isEqualTo(INITIAL);
        window.observe(100 * MILLIS + 1, 1, 0, 64);
        assertThat(window.size()).as("twice as much, since it is far too small for 1,920 a second")
                .isEqualTo(2 * INITIAL);
    }

    @Test
    void measuresAfterASecondOfWorkWhateverHasDrained() {
        window.observe(0, 0, 0, 64);
        window.sent(192);
        window.observe(1_000 * MILLIS - 1, 10, 182, 64);
        assertThat(window.size()).isEqualTo(INITIAL);
        window.observe(1_000 * MILLIS, 0, 182, 64);
        assertThat(window.size()).as("what 64 places need").isEqualTo(86);
    }

    @Test
    void aWindowThatWasNotHalfFullStaysAsItIs() {
        window.observe(0, 0, 0, 64);
        window.sent(127);
        window.observe(1_000 * MILLIS, 10, 117, 64);
        assertThat(window.size()).isEqualTo(INITIAL);

        var half = new LaneWindow(INITIAL, MAX);
        half.observe(0, 0, 0, 64);
        half.sent(128);
        half.observe(1_000 * MILLIS, 10, 118, 64);
        assertThat(half.size()).isEqualTo(86);
    }

    @Test
    void twoLooksAtOneMomentMeasureNothing() {
        window.observe(0, 0, 0, 64);
        window.sent(256);
        window.observe(0, 256, 0, 64);
        assertThat(window.size()).isEqualTo(INITIAL);
        assertThat(window.isSecondOfWork(MAX)).isFalse();
    }

    @Test
    void aLaneFromWhichNothingLeavesKeepsItsPlacesBusyAndNoMore() {
        new Lane(window).run(3, 0, 3);
        assertThat(window.size()).isEqualTo(4);
        assertThat(window.isSecondOfWork(0)).as("how much that is, is not known").isFalse();
    }

    @Test
    void itsSpeedIsSmoothedByHalvesAndTellsHowMuchIsASecondOfWork() {
        assertThat(window.isSecondOfWork(MAX)).isFalse();
        window.observe(0, 0, 0, 300);
        window.sent(200);
        window.observe(1_000 * MILLIS, 0, 200, 300);
        window.observe(2_000 * MILLIS, 100, 100, 300);
        assertThat(window.isSecondOfWork(49)).isFalse();
        assertThat(window.isSecondOfWork(50)).as("half of none and of 100").isTrue();
        window.observe(3_000 * MILLIS, 100, 0, 300);
        assertThat(window.isSecondOfWork(74)).isFalse();
        assertThat(window.isSecondOfWork(75)).isTrue();
    }

    @Property(tries = 300)
    void staysBetweenItsBounds(@ForAll @IntRange(max = 200_000) int rate, @ForAll @IntRange(max = 100_000) int capacity,
            @ForAll @IntRange(min = 1, max = 5) int seconds) {
        var some = new LaneWindow(INITIAL, MAX);
        new Lane(some).run(seconds, rate, capacity);
        assertThat(some.size()).isBetween(Math.min(MAX, Math.max(1, capacity * 4 / 3)), MAX);
        assertThat(some.tenantPart()).isBetween(1, some.size());
    }
}

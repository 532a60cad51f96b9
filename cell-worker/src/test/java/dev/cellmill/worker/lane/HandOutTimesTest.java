package dev.cellmill.worker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandOutTimesTest {
    private static final long SECOND = 1_000_000_000L;

    private final HandOutTimes times = new HandOutTimes();

    @Test
    void theOldestUnfinishedOffsetIsAsOldAsItsHandingOut() {
        times.handedOut(0, 0);
        times.handedOut(10, 5 * SECOND);
        times.handedOut(20, 9 * SECOND);

        assertThat(times.age(3, 10 * SECOND)).isEqualTo(10 * SECOND);
        assertThat(times.age(3, 11 * SECOND)).as("asked again").isEqualTo(11 * SECOND);
        assertThat(times.age(10, 10 * SECOND)).isEqualTo(5 * SECOND);
        assertThat(times.age(25, 11 * SECOND)).isEqualTo(2 * SECOND);
    }

    @Test
    void offsetsOfOneSecondShareTheFirstOnesTimeSoThatALongWaitTakesLittleMemory() {
        times.handedOut(0, 0);
        times.handedOut(10, SECOND / 2);

        assertThat(times.age(15, SECOND)).isEqualTo(SECOND);
    }

    @Test
    void anOffsetOfTheNextSecondHasATimeOfItsOwn() {
        times.handedOut(0, 0);
        times.handedOut(10, SECOND);

        assertThat(times.age(10, SECOND)).isZero();
    }

    @Test
    void whatWasClearedHasNoAge() {
        times.handedOut(0, 0);
        times.clear();

        assertThat(times.age(0, SECOND)).isZero();
    }

    @Test
    void whatWasNeverHandedOutHasNoAge() {
        assertThat(times.age(0, SECOND)).isZero();
    }
}

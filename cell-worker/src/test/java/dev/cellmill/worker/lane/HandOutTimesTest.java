package dev.cellmill.worker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandOutTimesTest {
    private static final long SECOND = 1_000_000_000L;
    /** A clock of nanoseconds begins anywhere. */
    private static final long START = 100 * SECOND;

    private final HandOutTimes times = new HandOutTimes();

    @Test
    void theOldestUnfinishedOffsetIsAsOldAsItsHandingOut() {
        times.handedOut(0, START);
        times.handedOut(10, START + 5 * SECOND);
        times.handedOut(20, START + 9 * SECOND);

        assertThat(times.age(3, START + 10 * SECOND)).isEqualTo(10 * SECOND);
        assertThat(times.age(3, START + 11 * SECOND)).as("asked again").isEqualTo(11 * SECOND);
        assertThat(times.age(10, START + 10 * SECOND)).isEqualTo(5 * SECOND);
        assertThat(times.age(25, START + 11 * SECOND)).isEqualTo(2 * SECOND);
    }

    @Test
    void offsetsOfOneSecondShareTheFirstOnesTimeSoThatALongWaitTakesLittleMemory() {
        times.handedOut(0, START);
        times.handedOut(10, START + SECOND / 2);

        assertThat(times.age(15, START + SECOND)).isEqualTo(SECOND);
    }

    @Test
    void anOffsetOfTheNextSecondHasATimeOfItsOwn() {
        times.handedOut(0, START);
        times.handedOut(10, START + SECOND);

        assertThat(times.age(10, START + SECOND)).isZero();
    }

    @Test
    void whatWasClearedHasNoAge() {
        times.handedOut(0, START);
        times.clear();

        assertThat(times.age(0, START + SECOND)).isZero();
    }

    @Test
    void whatWasNeverHandedOutHasNoAge() {
        assertThat(times.age(0, START + SECOND)).isZero();
    }
}

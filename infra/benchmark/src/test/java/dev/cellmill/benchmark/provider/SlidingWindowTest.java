package dev.cellmill.benchmark.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {

    @Property(tries = 500)
    void letsInWhatAModelThatCountsEveryCallLetsInAndTellsWhenItWouldAgain(
            @ForAll @IntRange(min = 1, max = 20) int limit,
            @ForAll @IntRange(min = 1, max = 200) int window,
            // around the point too where the clock's numbers change their sign
            @ForAll @LongRange(min = -2_000, max = 1L << 60) long start,
            @ForAll long seed) {
        var random = new Random(seed);
        var sliding = new SlidingWindow(limit, window);
        var letIn = new ArrayList<Long>();
        long now = start;
        for (int i = 0; i < 500; i++) {
            now += random.nextInt(3) == 0 ? random.nextInt(window + 2) : random.nextInt(2);
            long time = now;
            long inWindow = letIn.stream().filter(earlier -> time - earlier < window).count();

            long refusedFor = sliding.enter(now);

            assertThat(refusedFor == 0).isEqualTo(inWindow < limit);
            if (refusedFor == 0) {
                letIn.add(now);
            } else {
                long oldest = letIn.get(letIn.size() - limit);
                assertThat(now + refusedFor).isEqualTo(oldest + window);
            }
        }
    }

    @Test
    void aCallThatComesLateCountsAsOfTheLatest() {
        var sliding = new SlidingWindow(2, 100);

        assertThat(sliding.enter(50)).isZero();
        assertThat(sliding.enter(40)).isZero();
        assertThat(sliding.enter(45)).isEqualTo(100);
        assertThat(sliding.enter(149)).isEqualTo(1);
        assertThat(sliding.enter(150)).isZero();
    }

    @Test
    void isWrittenAsCallsPerMilliseconds() {
        var sliding = SlidingWindow.parse("1/20");

        assertThat(sliding.enter(0)).isZero();
        assertThat(sliding.enter(0)).isEqualTo(20_000_000);
        assertThatThrownBy(() -> SlidingWindow.parse("0/20")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SlidingWindow.parse("5")).hasMessageContaining("100/1000");
    }
}

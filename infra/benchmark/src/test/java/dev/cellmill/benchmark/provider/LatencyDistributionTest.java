package dev.cellmill.benchmark.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyDistributionTest {
    private static final int DRAWS = 100_000;
    private static final double NANOS_PER_MILLI = 1e6;

    @Test
    void aFixedLatencyIsAlwaysTheSame() {
        assertThat(sorted("62.5")).containsOnly(62_500_000);
    }

    @Test
    void aUniformLatencyFillsItsRangeEvenly() {
        long[] drawn = sorted("50-150");

        assertThat(drawn[0] / NANOS_PER_MILLI).isBetween(50.0, 50.1);
        assertThat(drawn[DRAWS - 1] / NANOS_PER_MILLI).isBetween(149.9, 150.0);
        for (int percent = 10; percent < 100; percent += 10) {
            assertThat(at(drawn, percent)).isCloseTo(50 + percent, within(1.0));
        }
    }

    @Test
    void aLogNormalLatencyHasTheMedianAndTheP99ThatWereAskedFor() {
        long[] drawn = sorted("lognormal:200,2000");

        assertThat(at(drawn, 50)).isCloseTo(200, within(4.0));
        assertThat(at(drawn, 99)).isCloseTo(2_000, within(80.0));
        // symmetric in its logarithm
        assertThat(at(drawn, 1)).isCloseTo(20, within(0.8));
    }

    @Test
    void aLogNormalLatencyEndsAtAnHour() {
        assertThat(sorted("lognormal:1000,3600000")[DRAWS - 1]).isEqualTo(3_600_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "150-50", "lognormal:0,10", "lognormal:200,100", "3600001", "fast", "5-"})
    void whatIsNoLatencyIsRefused(String text) {
        assertThatThrownBy(() -> LatencyDistribution.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static double at(long[] sorted, int percent) {
        return sorted[DRAWS / 100 * percent] / NANOS_PER_MILLI;
    }

    private static long[] sorted(String text) {
        var random = new SplittableRandom(7);
        LatencyDistribution latency = LatencyDistribution.parse(text);
        return LongStream.generate(() -> latency.draw(random)).limit(DRAWS).sorted().toArray();
    }
}

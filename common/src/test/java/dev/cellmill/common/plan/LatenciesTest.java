package dev.cellmill.common.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Property
    void aBucketStandsForItsTimes(@ForAll @DoubleRange(min = 0.001, max = 2_000) @Scale(4) double seconds) {
        assertThat(Latencies.middle(Latencies.bucket(seconds))).isCloseTo(seconds, within(seconds * 0.06));
    }

    @Test
    void timesBeyondTheBucketsAreInTheLastOrTheFirst() {
        assertThat(Latencies.bucket(0)).isZero();
        assertThat(Latencies.bucket(-1)).isZero();
        assertThat(Latencies.bucket(1e9)).isEqualTo(Latencies.SIZE - 1);
    }

    @Test
    void quantilesAreThoseOfTheCalls() {
        long[] counts = new long[Latencies.SIZE];
        counts[Latencies.bucket(0.01)] = 90;
        counts[Latencies.bucket(1)] = 9;
        counts[Latencies.bucket(10)] = 1;
        assertThat(Latencies.quantile(counts, 0.5)).isCloseTo(0.01, within(0.001));
        assertThat(Latencies.quantile(counts, 0.95)).isCloseTo(1, within(0.1));
        assertThat(Latencies.quantile(counts, 0.99)).isCloseTo(1, within(0.1));
        assertThat(Latencies.quantile(counts, 1)).isCloseTo(10, within(1.0));
        assertThat(Latencies.quantile(new long[Latencies.SIZE], 0.5)).isNaN();
    }
}

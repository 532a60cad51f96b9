package dev.cellmill.common.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpokenTimeTest {

    @Test
    void durationsAreSpokenInOneUnit() {
        assertThat(SpokenTime.of(1)).isEqualTo("1 second");
        assertThat(SpokenTime.of(119)).isEqualTo("119 seconds");
        assertThat(SpokenTime.of(120)).isEqualTo("2 minutes");
        assertThat(SpokenTime.of(7_200)).isEqualTo("2 hours");
        assertThat(SpokenTime.of(172_800)).isEqualTo("2 days");
    }
}

package dev.cellmill.common.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowStateTest {

    @ParameterizedTest
    @CsvSource({
            // total, done, failed, skipped, cancelled, running
            "3, 0, 0, 0, 0, 0, QUEUED",
            "3, 0, 0, 0, 0, 1, RUNNING",
            "3, 1, 0, 0, 0, 0, RUNNING",
            "3, 0, 2, 0, 0, 1, RUNNING",
            "3, 3, 0, 0, 0, 0, DONE",
            "3, 2, 0, 1, 0, 0, DONE",
            "3, 0, 0, 3, 0, 0, DONE",
            "3, 2, 1, 0, 0, 0, PARTIAL",
            "3, 1, 1, 1, 0, 0, PARTIAL",
            "3, 0, 3, 0, 0, 0, FAILED",
            "3, 0, 1, 2, 0, 0, FAILED",
            "3, 2, 0, 0, 1, 0, CANCELLED",
            "3, 1, 1, 0, 1, 0, CANCELLED"})
    void followsFromTheCounters(
            int total,
            int done,
            int failed,
            int skipped,
            int cancelled,
            int running,
            RowState expected) {
        assertThat(RowState.of(total, done, failed, skipped, cancelled, running)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 0, 0, 0, 0", "1, 1, 0, 0, 0, 1", "3, -1, 0, 0, 0, 0", "3, 0, -1, 0, 0, 0", "3, 0, 0, -1, 0, 0",
            "3, 0, 0, 0, -1, 0", "3, 0, 0, 0, 0, -1"})
    void countersThatFitNoRowAreRefused(int total, int done, int failed, int skipped, int cancelled, int running) {
        assertThatThrownBy(() -> RowState.of(total, done, failed, skipped, cancelled, running))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

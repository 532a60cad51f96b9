package dev.cellmill.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowRangeTest {

    @Test
    void countsTheLastRowIn() {
        assertThat(RowRange.parse("0-99")).isEqualTo(new RowRange(0, 100));
        assertThat(RowRange.parse("7-7")).isEqualTo(new RowRange(7, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "-5", "5-", "a-b", "9-5", "0-9999999999"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> RowRange.parse(text)).isInstanceOf(BadInput.class).hasMessageContaining("--rows");
    }
}

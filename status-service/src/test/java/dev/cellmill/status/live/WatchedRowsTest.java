package dev.cellmill.status.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmill.common.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchedRowsTest {

    @Test
    void aRangeNamesItsFirstAndItsLastRow() {
        WatchedRows rows = WatchedRows.parse("255-1254");
        assertThat(rows).isEqualTo(new WatchedRows(255, 1255));
        assertThat(rows.blocks()).containsExactly(0, 1, 2, 3, 4);
        assertThat(rows.has(254)).isFalse();
        assertThat(rows.has(255)).isTrue();
        assertThat(rows.has(1254)).isTrue();
        assertThat(rows.has(1255)).isFalse();
        assertThat(WatchedRows.parse("7-7").blocks()).containsExactly(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "7-", "-7", "8-7", "0-1000", "a-b", "0-99999999999", "0-9,20-29"})
    void whatIsNoRangeIsRefusedWithTheRemedy(String text) {
        assertThatThrownBy(() -> WatchedRows.parse(text)).isInstanceOf(ProblemException.class)
                .hasMessageContaining("0-99");
    }
}

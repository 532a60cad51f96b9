package dev.cellmill.jobapi.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CellRangeTest {

    @Test
    void goesRowByRowAndMayBeginAndEndWithinARow() {
        assertThat(new CellRange(7, 11, List.of(0, 2, 5)).cells()).containsExactly(
                ClaimedCell.first(2, 2), ClaimedCell.first(2, 5), ClaimedCell.first(3, 0), ClaimedCell.first(3, 2));
    }

    @Test
    void needsColumnsAndOrder() {
        assertThatThrownBy(() -> new CellRange(0, 1, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CellRange(2, 1, List.of(0))).isInstanceOf(IllegalArgumentException.class);
    }
}

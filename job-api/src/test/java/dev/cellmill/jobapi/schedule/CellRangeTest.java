package dev.cellmill.jobapi.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CellRangeTest {

    @Test
    void goesRowByRowAndMayBeginAndEndWithinARow() {
        assertThat(new CellRange(7, 11, List.of(0, 2, 5)).cells(7, row -> row)).containsExactly(
                ClaimedCell.first(2, 2, 7), ClaimedCell.first(2, 5, 7), ClaimedCell.first(3, 0, 7),
                ClaimedCell.first(3, 2, 7));
    }

    @Test
    void goesOverRowsThatWereChosenOneByOne() {
        int[] rows = {4, 90, 91};
        assertThat(new CellRange(1, 4, List.of(0, 1)).cells(7, place -> rows[place])).containsExactly(
                ClaimedCell.first(4, 1, 7), ClaimedCell.first(90, 0, 7), ClaimedCell.first(90, 1, 7));
    }

    @Test
    void needsColumnsAndOrder() {
        assertThatThrownBy(() -> new CellRange(0, 1, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CellRange(2, 1, List.of(0))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CellRange(-1, 1, List.of(0))).isInstanceOf(IllegalArgumentException.class);
        assertThat(new CellRange(0, 0, List.of(0)).cells(7, row -> row)).isEmpty();
    }
}

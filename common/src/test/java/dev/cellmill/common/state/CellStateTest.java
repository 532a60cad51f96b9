package dev.cellmill.common.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CellStateTest {

    @Test
    void codesStayAsTheDatabaseKnowsThem() {
        assertThat(Arrays.stream(CellState.values()).map(state -> state.code() + " " + state.wireName()))
                .containsExactly("0 queued", "1 running", "2 done", "3 failed", "4 skipped", "5 cancelled");
    }

    @Test
    void aCellHasEndedInTheseStates() {
        assertThat(Arrays.stream(CellState.values()).filter(CellState::terminal)).containsExactly(CellState.DONE,
                CellState.FAILED, CellState.SKIPPED, CellState.CANCELLED);
    }

    @Test
    void everyStateIsFoundByItsCode() {
        assertThat(CellState.values()).allSatisfy(state -> assertThat(CellState.ofCode(state.code())).isEqualTo(state));
        assertThatThrownBy(() -> CellState.ofCode(6)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CellState.ofCode(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}

package dev.cellmill.status.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.state.CellState;
import dev.cellmill.common.state.RowState;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RowMasksTest {

    @Property
    void everyCellIsInOneState(
            @ForAll @IntRange(min = 1, max = JobPlan.MAX_COLUMNS) int columns,
            @ForAll CellState[] states,
            @ForAll boolean halted) {
        long[] masks = new long[CellState.values().length];
        for (int column = 0; column < columns; column++) {
            CellState state = states.length == 0 ? CellState.QUEUED : states[column % states.length];
            masks[state.ordinal()] |= 1L << column;
        }
        var row = new RowMasks(0, columns, halted, masks[1], masks[2], masks[3], masks[4], masks[5]);
        assertThat(Arrays.stream(CellState.values()).mapToInt(row::count).sum()).isEqualTo(columns);
        assertThat(Arrays.stream(CellState.values()).mapToLong(row::in).reduce(0, (a, b) -> a | b))
                .isEqualTo(-1L >>> Long.SIZE - columns);
        assertThat(row.in(CellState.DONE)).isEqualTo(masks[CellState.DONE.ordinal()]);
    }

    @Test
    void cellsInNoMaskAreQueuedUntilTheJobIsCancelled() {
        assertThat(RowMasks.untouched(0, 3, false).state()).isEqualTo(RowState.QUEUED);
        assertThat(RowMasks.untouched(0, 3, true).state()).isEqualTo(RowState.CANCELLED);
        assertThat(new RowMasks(0, 3, true, 1, 0, 0, 0, 0).state()).isEqualTo(RowState.RUNNING);
    }

    @Test
    void cellsOfACancelledJobAreCancelledWhereTheyAreInNoMaskOrInThatOne() {
        var row = new RowMasks(0, 4, true, 0b0001, 0b0010, 0, 0, 0b0100);
        assertThat(row.in(CellState.CANCELLED)).isEqualTo(0b1100);
        assertThat(row.in(CellState.QUEUED)).isZero();
        assertThat(new RowMasks(0, 4, false, 0b0001, 0b0010, 0, 0, 0b0100).in(CellState.QUEUED)).isEqualTo(0b1000);
        assertThat(new RowMasks(0, 4, false, 0b0001, 0b0010, 0, 0, 0b0100).in(CellState.CANCELLED)).isEqualTo(0b0100);
        assertThat(new RowMasks(0, 2, false, 0, 0, 0b01, 0b10, 0)).satisfies(ended -> {
            assertThat(ended.in(CellState.FAILED)).isEqualTo(0b01);
            assertThat(ended.in(CellState.SKIPPED)).isEqualTo(0b10);
        });
    }

    @Test
    void aRowsStateComesFromItsCounts() {
        assertThat(new RowMasks(0, 3, false, 0, 0b011, 0b100, 0, 0).state()).isEqualTo(RowState.PARTIAL);
        assertThat(new RowMasks(0, 3, false, 0, 0b011, 0, 0b100, 0).state()).isEqualTo(RowState.DONE);
        assertThat(new RowMasks(0, 3, false, 0, 0b011, 0, 0, 0).state()).isEqualTo(RowState.RUNNING);
    }
}

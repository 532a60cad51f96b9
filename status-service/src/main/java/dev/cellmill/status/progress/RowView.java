package dev.cellmill.status.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cellmill.common.state.CellState;
import dev.cellmill.common.state.RowState;
import org.jspecify.annotations.Nullable;

/**
 * A row of a job: its state and how many of its cells are in which.
 *
 * @param meanConfidence of its done cells; null where none has any
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record RowView(
        int row,
        RowState state,
        int total,
        int done,
        int failed,
        int skipped,
        int cancelled,
        int running,
        int queued,
        @Nullable Double meanConfidence) {

    static RowView of(RowMasks masks, @Nullable Double meanConfidence) {
        return new RowView(masks.row(), masks.state(), masks.columns(), masks.count(CellState.DONE),
                masks.count(CellState.FAILED), masks.count(CellState.SKIPPED), masks.count(CellState.CANCELLED),
                masks.count(CellState.RUNNING), masks.count(CellState.QUEUED), meanConfidence);
    }
}

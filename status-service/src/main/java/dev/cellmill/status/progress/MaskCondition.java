package dev.cellmill.status.progress;

import static dev.cellmill.common.db.generated.status.Tables.ROW_PROGRESS;

import dev.cellmill.common.state.CellState;
import dev.cellmill.common.state.RowState;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * What the database can tell of a row's masks, so that a rare state is found without reading all rows. Each is
 * necessary for the state, not always sufficient: {@link RowMasks} decides. There is none for a state that rows are in
 * of which nothing is stored, since a row that was left out would be taken for one of them.
 */
final class MaskCondition {
    private static final Field<Long> ENDED = ROW_PROGRESS.DONE.bitOr(ROW_PROGRESS.FAILED)
            .bitOr(ROW_PROGRESS.SKIPPED).bitOr(ROW_PROGRESS.CANCELLED);

    private MaskCondition() {}

    static Condition none() {
        return DSL.noCondition();
    }

    /** Of a row in this state. */
    static Condition of(RowState state, JobRows job) {
        return switch (state) {
            case QUEUED -> none();
            case RUNNING -> ENDED.ne(job.allColumns());
            case DONE -> ENDED.eq(job.allColumns()).and(ROW_PROGRESS.FAILED.eq(0L));
            case PARTIAL, FAILED -> ROW_PROGRESS.FAILED.ne(0L);
            case CANCELLED -> job.halted() ? none() : ROW_PROGRESS.CANCELLED.ne(0L);
        };
    }

    /** Of a row that has a cell in this state among the columns. */
    static Condition of(CellState state, long columns, JobRows job) {
        return switch (state) {
            case QUEUED -> none();
            case RUNNING -> any(ROW_PROGRESS.RUNNING, columns);
            case DONE -> any(ROW_PROGRESS.DONE, columns);
            case FAILED -> any(ROW_PROGRESS.FAILED, columns);
            case SKIPPED -> any(ROW_PROGRESS.SKIPPED, columns);
            case CANCELLED -> job.halted() ? none() : any(ROW_PROGRESS.CANCELLED, columns);
        };
    }

    private static Condition any(Field<Long> mask, long columns) {
        return mask.bitAnd(columns).ne(0L);
    }
}

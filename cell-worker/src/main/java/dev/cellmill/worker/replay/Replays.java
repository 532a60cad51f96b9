package dev.cellmill.worker.replay;

import dev.cellmill.common.message.CellAccount;
import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.state.CellState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges tasks that may have been done before: read again after a death or a move of the partition, or sent again by
 * the scheduler. Waits until the fold has written down what was reported by then. Thread-safe.
 */
public final class Replays {
    private final FoldProgress fold;
    private final StoredCells cells;

    Replays(FoldProgress fold, StoredCells cells) {
        this.fold = fold;
        this.cells = cells;
    }

    /** What is known of a task. */
    public enum Verdict {
        /** It is to be done. */
        OPEN,
        /** It left its lane before: nothing is to be done or told. */
        ACCOUNTED,
        /** Its cell ended by another dispatch; only its own account is still open. */
        SUPERSEDED
    }

    /**
     * @param since what was reported before this moment ({@link System#nanoTime}) is taken into account
     * @return a verdict for each, in their order
     */
    public List<Verdict> judge(List<CellTask> tasks, long since) {
        fold.awaitPast(since);
        var stored = cells.find(tasks.stream().map(task -> task.cell().key()).toList());
        return tasks.stream().map(task -> verdict(task.position(), stored.get(task.cell().key()))).toList();
    }

    static Verdict verdict(Position position, @Nullable StoredCell cell) {
        if (cell == null) {
            return Verdict.OPEN;
        }
        if (cell.accounts().contains(CellAccount.closed(position))
                || cell.accounts().contains(CellAccount.hopped(position))) {
            return Verdict.ACCOUNTED;
        }
        boolean isOver = cell.run() > position.run()
                || cell.run() == position.run() && CellState.ofCode(cell.state()).terminal();
        return isOver ? Verdict.SUPERSEDED : Verdict.OPEN;
    }

    /** What {@code status.cell} holds of a cell. */
    record StoredCell(long run, int state, List<Long> accounts) {}
}

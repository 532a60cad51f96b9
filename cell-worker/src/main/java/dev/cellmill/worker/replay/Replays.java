package dev.cellmill.worker.replay;

import dev.cellmill.common.message.CellAccount;
import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.state.CellState;
import dev.cellmill.worker.control.Neighbours;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges tasks that may have been done before: read again after a death or a move of the partition, or sent again by
 * the scheduler. Waits until the fold has written down what was reported by then. Thread-safe.
 */
public final class Replays {
    private final FoldProgress fold;
    private final StoredCells cells;
    private final Neighbours neighbours;

    Replays(FoldProgress fold, StoredCells cells, Neighbours neighbours) {
        this.fold = fold;
        this.cells = cells;
        this.neighbours = neighbours;
    }

    /** What is known of a task. */
    public sealed interface Verdict {
        /** It is to be done. */
        record Open() implements Verdict {}

        /** It left its lane before: nothing is to be done or told. */
        record Accounted() implements Verdict {}

        /** Its cell ended by another dispatch; only its own account is still open. */
        record Superseded() implements Verdict {}

        /** A worker that is alive makes a call for it that costs, or nobody knows whether one does. Ask again. */
        record UnderWay() implements Verdict {}

        /**
         * A worker died over a call for it that costs.
         *
         * @param atRisk nano-dollars that the task has cost at worst
         */
        record Lost(long atRisk) implements Verdict {}
    }

    /**
     * @param since what was reported before this moment ({@link System#nanoTime}) is taken into account
     * @return a verdict for each, in their order
     */
    public List<Verdict> judge(List<CellTask> tasks, long since) {
        if (!fold.awaitPast(since)) {
            return Collections.nCopies(tasks.size(), new Verdict.UnderWay());
        }
        var stored = cells.find(tasks.stream().map(task -> task.cell().key()).toList());
        return tasks.stream().map(task -> verdict(task.position(), stored.get(task.cell().key()))).toList();
    }

    /** Whether the end of a call that this worker had under way may still come: it lives, or is this one. */
    public boolean mayStillEnd(String worker) {
        return neighbours.isSelf(worker) || neighbours.isAlive(worker);
    }

    Verdict verdict(Position position, @Nullable StoredCell cell) {
        if (cell == null) {
            return new Verdict.Open();
        }
        if (cell.accounts().contains(CellAccount.closed(position))
                || cell.accounts().contains(CellAccount.hopped(position))) {
            return new Verdict.Accounted();
        }
        boolean isOver = cell.run() > position.run()
                || cell.run() == position.run() && CellState.ofCode(cell.state()).terminal();
        if (isOver) {
            return new Verdict.Superseded();
        }
        if (!position.equals(cell.position()) || cell.begunBy() == null) {
            return new Verdict.Open();
        }
        // this worker itself may still hold an earlier copy, between two attempts; what it begins ends by an event
        return mayStillEnd(cell.begunBy())
                ? new Verdict.UnderWay()
                : new Verdict.Lost(cell.begunCost());
    }

    /** What {@code status.cell} holds of a cell. @param begunBy the worker that makes a call for it that costs */
    record StoredCell(Position position, int state, List<Long> accounts, @Nullable String begunBy, long begunCost) {
        long run() {
            return position.run();
        }
    }
}

package dev.cellmill.status.fold;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.message.Answer;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cell after a batch, and what the batch adds beyond the difference between {@code before} and {@code after}.
 *
 * @param before null if the cell was never seen
 * @param changed false if every event was a duplicate or came too late to matter
 * @param moves tasks that entered or left lanes
 * @param closed dispatches closed
 * @param returned nano-dollars that closed dispatches give back
 * @param ready the next dispatch of a cell that was released and has not ended
 * @param reopened whether a newer run wants the cell, which has not begun in it
 */
record Merged(
        @Nullable Cell before,
        Cell after,
        boolean changed,
        List<LaneMove> moves,
        int closed,
        long returned,
        @Nullable Ready ready,
        boolean reopened,
        List<CellTrace> traces) {

    Merged {
        requireNonNull(after, "after is null");
    }

    /**
     * A task entered a lane by a hop, or left it.
     *
     * @param step of the task that left
     * @param used by the task that left; null for one that entered
     */
    record LaneMove(String lane, int step, @Nullable Usage used) {
        static LaneMove entered(String lane) {
            return new LaneMove(lane, 0, null);
        }
    }

    /** A cell to be sent at a position, in a lane, with the best answer so far. */
    record Ready(Position position, String lane, @Nullable Answer best) {}
}

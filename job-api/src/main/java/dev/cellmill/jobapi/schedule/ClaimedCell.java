package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.message.Answer;
import dev.cellmill.common.message.Position;
import org.jspecify.annotations.Nullable;

/**
 * A cell to be sent, and from where in its life.
 *
 * @param column its place in the job's plan
 * @param best the best answer of earlier steps
 * @param reserved nano-dollars set aside for it; null in a job without a budget
 */
record ClaimedCell(int row, int column, Position position, @Nullable Answer best, @Nullable Long reserved) {

    static ClaimedCell first(int row, int column, long run) {
        return new ClaimedCell(row, column, new Position(run, 1, 0), null, null);
    }

    ClaimedCell reserving(long nanoDollars) {
        return new ClaimedCell(row, column, position, best, nanoDollars);
    }

    int step() {
        return position.step();
    }

    /** Whether nothing of it was sent before in this run. */
    boolean isFirst() {
        return position.dispatch() == 1 && position.step() == 0;
    }
}

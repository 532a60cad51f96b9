package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.message.Answer;
import org.jspecify.annotations.Nullable;

/**
 * A cell to be sent, and from where in its life.
 *
 * @param column its place in the job's plan
 * @param best the best answer of earlier steps
 */
record ClaimedCell(int row, int column, int dispatch, int step, @Nullable Answer best) {

    static ClaimedCell first(int row, int column) {
        return new ClaimedCell(row, column, 1, 0, null);
    }

    /** Whether nothing of it was sent before in this run. */
    boolean isFirst() {
        return dispatch == 1 && step == 0;
    }
}

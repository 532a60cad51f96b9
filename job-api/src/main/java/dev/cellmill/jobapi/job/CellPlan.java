package dev.cellmill.jobapi.job;

import dev.cellmill.common.job.CellChoice;

/**
 * How many cells of one column, or of all, the sheet shows in which way. Pure.
 *
 * @param empty those of which it shows nothing, and none has failed
 * @param stale done ones whose prompt, model or inputs have changed since; told by nothing yet
 * @param failed those of which it shows nothing, and whose newest run has failed
 * @param validated those that a person has confirmed; there is no way to yet
 */
record CellPlan(long empty, long stale, long failed, long done, long validated) {
    static final CellPlan NONE = new CellPlan(0, 0, 0, 0, 0);

    CellPlan plus(CellPlan other) {
        return new CellPlan(empty + other.empty, stale + other.stale, failed + other.failed, done + other.done,
                validated + other.validated);
    }

    /** Those that a job fills. */
    long chosen(CellChoice choice) {
        return switch (choice) {
            case MISSING -> empty + failed;
            case ALL -> empty + failed + stale + done;
        };
    }
}

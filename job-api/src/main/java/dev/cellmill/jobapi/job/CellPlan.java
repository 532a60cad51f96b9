package dev.cellmill.jobapi.job;

import dev.cellmill.common.job.CellChoice;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How many cells of one column, or of all, the sheet shows in which way. Pure.
 *
 * @param empty those of which it shows nothing, and none has failed
 * @param stale those that show a value whose prompt, model or inputs have changed since
 * @param failed those of which it shows nothing, and whose newest run has failed
 * @param done those that show a value which is not stale
 * @param validated those that a person has confirmed; no job fills them
 */
record CellPlan(long empty, long stale, long failed, long done, long validated) {
    static final CellPlan NONE = new CellPlan(0, 0, 0, 0, 0);

    CellPlan plus(CellPlan other) {
        return new CellPlan(empty + other.empty, stale + other.stale, failed + other.failed, done + other.done,
                validated + other.validated);
    }

    /** The same where such a part of the values shown is stale. @param part from 0 to 1 */
    CellPlan withStale(double part) {
        long of = Math.round((done + stale) * part);
        return new CellPlan(empty, of, failed, done + stale - of, validated);
    }

    /** Those that a job fills. */
    long chosen(Set<CellChoice> choice) {
        return wanted(empty, choice, CellChoice.MISSING) + wanted(failed, choice, CellChoice.MISSING, CellChoice.FAILED)
                + wanted(stale, choice, CellChoice.STALE, CellChoice.EXISTING)
                + wanted(done, choice, CellChoice.EXISTING);
    }

    private static long wanted(long cells, Set<CellChoice> choice, CellChoice... by) {
        return choice.contains(CellChoice.ALL) || Stream.of(by).anyMatch(choice::contains) ? cells : 0;
    }
}

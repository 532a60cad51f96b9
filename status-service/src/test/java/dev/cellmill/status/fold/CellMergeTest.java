package dev.cellmill.status.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.message.Answer;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.CellError;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.message.SkipReason;
import dev.cellmill.common.message.StepTrace;
import dev.cellmill.common.message.Usage;
import dev.cellmill.common.state.CellState;
import dev.cellmill.status.fold.Merged.Ready;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.StringNode;

/** What one cell's events come to, case by case. */
class CellMergeTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(1);
    private static final CellAddress CELL = new CellAddress(TenantId.DEFAULT, SheetId.next(), JobId.next(), 0, 0, "a");
    private static final Usage USAGE = new Usage(1, 2, 3, 4, 5, 600);
    private static final Answer ANSWER = new Answer(StringNode.valueOf("v"), "provider", null, 0.5, 0, false,
            ServedBy.PROVIDER, new Fingerprint(1, 2));

    @Test
    void aReleasedCellIsReadyForItsNextDispatchWithTheBestAnswerSoFar() {
        Merged merged = merge(null, new CellEvent.Released(CELL, at(1, 1, 2), "lane-2", NOON, USAGE, ANSWER));

        assertThat(merged.ready()).isEqualTo(new Ready(at(1, 2, 2), "lane-2", ANSWER));
        assertThat(merged.closed()).isEqualTo(1);
    }

    @Test
    void aReleaseThatComesAgainMakesNothingReady() {
        CellEvent released = released(at(1, 1, 0));
        Merged first = merge(null, released);

        assertThat(merge(first.after(), released).ready()).isNull();
        assertThat(merge(first.after(), released).changed()).isFalse();
    }

    @Test
    void aReleaseOfADispatchThatIsClosedMakesNothingReady() {
        Merged merged = merge(merge(null, released(at(1, 1, 0))).after(), released(at(1, 1, 1)));

        assertThat(merged.ready()).isNull();
        assertThat(merged.closed()).isZero();
        assertThat(merged.moves()).as("but the other step's task left its lane").hasSize(1);
    }

    @Test
    void aCellThatHasEndedIsNotReady() {
        assertThat(merge(null, released(at(1, 1, 0)), done(at(1, 1, 1))).ready()).isNull();
        assertThat(merge(merge(null, done(at(1, 2, 0))).after(), released(at(1, 1, 0))).ready()).isNull();
    }

    @Test
    void aCellOfWhichANewerRunIsKnownIsNotReadyForTheOlderOne() {
        assertThat(merge(null, released(at(1, 1, 0)), started(at(2, 1, 0), null, 0)).ready()).isNull();
        assertThat(merge(null, started(at(2, 1, 0), null, 0), released(at(1, 1, 0))).ready()).isNull();
        assertThat(merge(null, started(at(1, 1, 0), null, 0), released(at(2, 1, 0))).ready()).isNotNull();
    }

    @Test
    void aCellThatFailedIsReopenedByANewerRunUntilItHasAnEndInIt() {
        Cell failed = merge(null, failed(at(1, 1, 0))).after();

        assertThat(merge(failed, reopened(2)).reopened()).isTrue();
        assertThat(merge(failed, reopened(2), failed(at(2, 1, 0))).reopened()).isFalse();
        assertThat(merge(failed, reopened(2), started(at(2, 2, 0), null, 0)).reopened())
                .as("of the next dispatch").isFalse();
        Merged begun = merge(failed, reopened(2), started(at(2, 1, 0), null, 0));
        assertThat(begun.reopened()).as("it has begun").isFalse();
        assertThat(begun.after().outcome().state()).isEqualTo(CellState.RUNNING);
        assertThat(merge(failed, started(at(2, 1, 0), null, 0)).reopened()).isFalse();
        assertThat(merge(failed, started(at(2, 1, 0), null, 0), reopened(2)).changed()).isTrue();
        assertThat(merge(failed, started(at(2, 1, 0), null, 0), reopened(2)).reopened()).isFalse();
    }

    @Test
    void whatIsDoneOrWasSkippedForGoodIsNotReopened() {
        Cell done = merge(null, done(at(1, 1, 0))).after();
        Cell skipped = merge(null, skipped(at(1, 1, 0), SkipReason.RUN_IF)).after();
        Cell forInput = merge(null, skipped(at(1, 1, 0), SkipReason.INPUT)).after();

        assertThat(merge(done, reopened(2)).changed()).isFalse();
        assertThat(merge(skipped, reopened(2)).changed()).isFalse();
        assertThat(merge(forInput, reopened(2)).reopened()).isTrue();
    }

    @Test
    void theCallThatPutsMostAtRiskIsTheOneThatBegan() {
        Cell none = merge(null, started(at(1, 1, 0), null, 0)).after();
        assertThat(none.begun()).isNull();
        Cell first = merge(none, started(at(1, 1, 0), "a", 5)).after();
        assertThat(first.begun()).isEqualTo(new Cell.Begun("a", 5));
        Merged less = merge(first, started(at(1, 1, 0), "b", 5), started(at(1, 1, 0), null, 9));
        assertThat(less.changed()).isFalse();
        assertThat(less.after().begun()).isEqualTo(new Cell.Begun("a", 5));
        Merged more = merge(first, started(at(1, 1, 0), "b", 6));
        assertThat(more.changed()).isTrue();
        assertThat(more.after().begun()).isEqualTo(new Cell.Begun("b", 6));
        assertThat(merge(first, started(at(1, 1, 1), "c", 1)).after().begun()).as("of the next step")
                .isEqualTo(new Cell.Begun("c", 1));
        assertThat(merge(first, done(at(1, 1, 0))).after().begun()).isNull();
    }

    @Test
    void theBeginningOfAnOlderTaskIsNotThatOfTheOneThatRuns() {
        Cell second = merge(null, started(at(1, 1, 1), "a", 5)).after();
        assertThat(merge(second, started(at(1, 1, 0), "b", 9)).changed()).isFalse();
    }

    @Test
    void aTasksTraceIsKeptOnceWithItsPlace() {
        Merged merged = merge(null, hopped(at(1, 1, 0), trace(0)), hopped(at(1, 1, 0), trace(0)),
                new CellEvent.Done(CELL, at(1, 1, 1), "lane-1", NOON, ANSWER, USAGE, trace(1)),
                new CellEvent.Failed(CELL, at(2, 3, 0), "lane-0", NOON, error(), null, USAGE, trace(0)));

        assertThat(merged.traces()).containsExactly(new CellTrace(1, 1, trace(0)), new CellTrace(1, 1, trace(1)),
                new CellTrace(2, 3, trace(0)));
        assertThat(merge(null, hopped(at(1, 1, 0), null)).traces()).isEmpty();
        assertThat(merge(null, released(at(1, 1, 0)), hopped(at(1, 1, 0), trace(0))).traces())
                .as("its task had left").isEmpty();
    }

    @Test
    void anEndedTaskBeganAsLongBeforeAsItTook() {
        assertThat(merge(null, started(at(1, 1, 0), null, 0)).after().startedAt()).isEqualTo(NOON);
        assertThat(merge(null, done(at(1, 1, 0))).after().startedAt()).isEqualTo(NOON.minusMillis(600));
        assertThat(merge(null, failed(at(1, 1, 0))).after().startedAt()).isEqualTo(NOON.minusMillis(600));
        assertThat(merge(null, skipped(at(1, 1, 0), SkipReason.INPUT)).after().startedAt()).isEqualTo(NOON);
        assertThat(merge(null, started(at(1, 1, 0), null, 0), released(at(1, 1, 0))).after().startedAt()).isNull();
    }

    @Test
    void aDoneCellStandsAtTheStepThatFoundItsAnswer() {
        assertThat(merge(null, done(at(1, 2, 3))).after().position()).isEqualTo(at(1, 2, ANSWER.step()));
    }

    @Test
    void aHopEntersTheNextLaneOnceAndLeavesItsOwn() {
        CellEvent hop = hopped(at(1, 1, 0), null);

        assertThat(merge(null, hop, hop).moves()).containsExactlyInAnyOrder(
                new Merged.LaneMove("lane-0", 0, USAGE), Merged.LaneMove.entered("lane-1"));
        assertThat(merge(null, hop).after().outcome().state()).isEqualTo(CellState.QUEUED);
    }

    @Test
    void withoutAnEventThereIsNoCell() {
        assertThatIllegalArgumentException().isThrownBy(() -> CellMerge.merge(null, List.of()));
    }

    @Test
    void theEndOfAnEarlierRunGoesIntoTheHistoryOnce() {
        CellEvent old = failed(at(1, 1, 0));
        Merged first = merge(merge(null, done(at(2, 1, 0))).after(), old);
        assertThat(first.changed()).isTrue();
        assertThat(first.after().history()).hasSize(1);
        Merged other = merge(first.after(),
                new CellEvent.Done(CELL, at(1, 1, 0), "lane-0", LATER, ANSWER, USAGE, null));
        assertThat(other.after().history()).isEqualTo(first.after().history());
        assertThat(other.changed()).isFalse();
    }

    private static Merged merge(@Nullable Cell before, CellEvent... events) {
        return Objects.requireNonNull(CellMerge.merge(before, List.of(events)));
    }

    private static Position at(long run, int dispatch, int step) {
        return new Position(run, dispatch, step);
    }

    private static CellEvent started(Position at, @Nullable String worker, long atRisk) {
        return new CellEvent.Started(CELL, at, "lane-" + at.step(), NOON, "provider", worker, atRisk);
    }

    private static CellEvent released(Position at) {
        return new CellEvent.Released(CELL, at, "lane-" + at.step(), NOON, USAGE, null);
    }

    private static CellEvent hopped(Position at, @Nullable StepTrace trace) {
        return new CellEvent.Hopped(CELL, at, "lane-" + at.step(), NOON, "lane-" + (at.step() + 1), USAGE, trace);
    }

    private static CellEvent done(Position at) {
        return new CellEvent.Done(CELL, at, "lane-" + at.step(), NOON, ANSWER, USAGE, null);
    }

    private static CellEvent failed(Position at) {
        return new CellEvent.Failed(CELL, at, "lane-" + at.step(), NOON, error(), "provider", USAGE, null);
    }

    private static CellEvent skipped(Position at, SkipReason reason) {
        return new CellEvent.Skipped(CELL, at, "lane-" + at.step(), NOON, reason);
    }

    private static CellEvent reopened(long run) {
        return new CellEvent.Reopened(CELL, at(run, 1, 0), "lane-0", NOON);
    }

    private static CellError error() {
        return new CellError(ErrorCode.PROVIDER_REJECTED, "no", false, 1);
    }

    private static StepTrace trace(int step) {
        return new StepTrace(step, "provider", null, null, "raw", List.of());
    }
}

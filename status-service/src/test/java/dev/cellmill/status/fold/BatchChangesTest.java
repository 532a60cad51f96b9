package dev.cellmill.status.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.CellKey;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.message.Usage;
import dev.cellmill.common.state.CellState;
import dev.cellmill.status.fold.BatchChanges.LaneKey;
import dev.cellmill.status.fold.BatchChanges.StepKey;
import dev.cellmill.status.fold.ColumnCounts.Counter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BatchChangesTest {
    private static final List<JobId> JOBS = Stream.of(JobId.next(), JobId.next()).sorted().toList();
    private static final JobId ONE = JOBS.get(0);
    private static final JobId TWO = JOBS.get(1);

    private final BatchChanges changes = new BatchChanges();

    @Test
    void aRowOfOneJobIsNotThatRowOfAnother() {
        add(null, Events.done(ONE, 0, 0));
        add(null, Events.done(ONE, 0, 2));
        add(null, Events.failed(ONE, 1, 0));
        add(null, Events.failed(TWO, 1, 0));

        assertThat(changes.rows).extracting(RowFlips::job).containsExactly(ONE, ONE, TWO);
        assertThat(changes.rows).extracting(RowFlips::row).containsExactly(0, 1, 1);
        assertThat(changes.rows).extracting(row -> row.mask(CellState.DONE)).containsExactly(0b101L, 0L, 0L);
        assertThat(changes.rows).extracting(row -> row.mask(CellState.FAILED)).containsExactly(0L, 1L, 1L);
    }

    @Test
    void theFirstCellOfEachJobThatFailedIsTold() {
        Cell failed = CellMerge.merge(null, List.of(Events.failed(ONE, 0, 0))).after();
        add(failed, Events.released(ONE, 0, 0, new Position(1, 2, 0)));
        assertThat(changes.failed).as("it had failed before").isEmpty();
        add(null, Events.failed(ONE, 1, 0));
        add(null, Events.failed(ONE, 2, 0));
        add(null, Events.done(TWO, 0, 0));
        assertThat(changes.failed).containsOnlyKeys(ONE);
        assertThat(changes.failed.get(ONE).cell()).isEqualTo(new CellKey(ONE, 1, 0));
        assertThat(changes.failed.get(ONE).error()).contains("provider.rejected");
    }

    @Test
    void aReopenedCellEndsNoMoreAndIsWantedByTheNewerRun() {
        Cell failed = CellMerge.merge(null, List.of(Events.failed(ONE, 0, 3))).after();
        add(failed, Events.reopened(ONE, 0, 3, 2));

        assertThat(changes.jobs.get(ONE).ended).isEqualTo(-1);
        RowFlips row = changes.rows.getFirst();
        assertThat(row.reopened()).isEqualTo(0b1000);
        assertThat(row.run()).isEqualTo(2);
        assertThat(row.mask(CellState.FAILED)).isEqualTo(0b1000);
        assertThat(row.any()).isTrue();
    }

    @Test
    void aCellThatChangesNothingIsNotCounted() {
        Cell done = CellMerge.merge(null, List.of(Events.done(ONE, 0, 0))).after();
        add(done, Events.done(ONE, 0, 0));

        assertThat(changes.jobs).isEmpty();
        assertThat(changes.columns).isEmpty();
        assertThat(changes.rows).isEmpty();
    }

    @Test
    void aCellThatKeepsItsStateTurnsNothingOverInItsRow() {
        Cell queued = CellMerge.merge(null, List.of(Events.released(ONE, 0, 0, new Position(1, 1, 0)))).after();
        add(queued, Events.released(ONE, 0, 0, new Position(1, 2, 0)));

        assertThat(changes.rows).isEmpty();
        assertThat(changes.jobs.get(ONE).closed).isEqualTo(1);
        assertThat(changes.ready).singleElement().satisfies(cell -> {
            assertThat(cell.cell()).isEqualTo(new CellKey(ONE, 0, 0));
            assertThat(cell.ready().position()).isEqualTo(new Position(1, 3, 0));
        });
    }

    @Test
    void aHopEntersOneLaneAndLeavesAnotherAndCountsInTheStepThatItLeft() {
        add(null, Events.hopped(ONE, 0, 0));

        assertThat(changes.lanes.get(new LaneKey(ONE, "lane-0")).gone).isEqualTo(1);
        assertThat(changes.lanes.get(new LaneKey(ONE, "lane-0")).entered).isZero();
        assertThat(changes.lanes.get(new LaneKey(ONE, "lane-1")).entered).isEqualTo(1);
        assertThat(changes.lanes.get(new LaneKey(ONE, "lane-1")).gone).isZero();
        assertThat(changes.steps).containsOnlyKeys(new StepKey(ONE, 0, 0));
        assertThat(changes.jobs.get(ONE).spent).isEqualTo(5);
        assertThat(changes.ready).isEmpty();
    }

    @Test
    void aJobIsOverspentByATaskThatCostMoreThanAllThatWasSetAsideForIt() {
        add(null, Events.charged(ONE, 0, 7, 7));
        assertThat(changes.jobs.get(ONE).isOverspent).as("not more").isFalse();
        add(null, Events.charged(TWO, 0, 7, 0));
        assertThat(changes.jobs.get(TWO).isOverspent).as("nothing was set aside").isFalse();
        add(null, Events.charged(ONE, 1, 8, 7));
        add(null, Events.charged(ONE, 2, 1, 7));
        assertThat(changes.jobs.get(ONE).isOverspent).isTrue();
    }

    @Test
    void eachTablesKeysAreInOrder() {
        add(null, Events.hopped(ONE, 0, 1));
        add(null, Events.done(ONE, 1, 0));
        add(null, Events.done(TWO, 0, 0));

        assertThat(changes.columns.keySet()).extracting(key -> JOBS.indexOf(key.job()) + "/" + key.column())
                .containsExactly("0/0", "0/1", "1/0");
        assertThat(changes.steps.keySet()).extracting(key -> JOBS.indexOf(key.job()) + "/" + key.column())
                .containsExactly("0/0", "0/1", "1/0");
        assertThat(changes.lanes.keySet()).extracting(key -> JOBS.indexOf(key.job()) + "/" + key.lane())
                .containsExactly("0/lane-0", "0/lane-1", "1/lane-0");
    }

    @Test
    void aRowWhoseStoredMasksStayDoesNotChange() {
        var row = new RowFlips(ONE, 0);
        row.change(0, null, CellState.QUEUED, 3);
        assertThat(row.any()).as("queued ones are in no mask").isFalse();
        assertThat(row.run()).isEqualTo(3);
        row.change(1, CellState.QUEUED, CellState.RUNNING, 2);
        assertThat(row.any()).isTrue();
        assertThat(row.run()).as("the newest of them").isEqualTo(3);
        row.change(1, CellState.RUNNING, CellState.QUEUED, 3);
        assertThat(row.any()).isFalse();
    }

    /** No event cancels a cell, but one that was cancelled may stand in the table. */
    @Test
    void aColumnsCountersTakeWhatACellWasAndAddWhatItBecame() {
        var usage = new Usage(2, 30, 40, 50, 60, 70);
        Cell cancelled = cell(CellState.CANCELLED, null, null, Usage.NONE);
        Cell done = cell(CellState.DONE, ServedBy.STORE, 0.25f, usage);
        var counts = new ColumnCounts();

        counts.change(cancelled, done);

        assertThat(Arrays.stream(Counter.values()).map(counter -> counts.get(counter) + " " + counter)).containsExactly(
                "0 RUNNING", "1 DONE", "0 FAILED", "0 SKIPPED", "-1 CANCELLED", "2 ATTEMPTS", "30 INPUT_TOKENS",
                "40 OUTPUT_TOKENS", "50 COST", "60 SAVED", "0 BY_PROVIDER", "0 BY_MEMORY", "1 BY_STORE",
                "0 BY_COALESCED", "1 CONFIDENCE_COUNT");
        assertThat(counts.confidenceSum()).isEqualTo(0.25);
        counts.change(done, cancelled);
        assertThat(Arrays.stream(Counter.values()).map(counts::get)).containsOnly(0L);
        assertThat(counts.confidenceSum()).isZero();
    }

    @Test
    void aDoneCellOfWhichNobodyKnowsWhoServedItCountsAsDoneAlone() {
        var counts = new ColumnCounts();
        counts.change(null, cell(CellState.DONE, null, null, Usage.NONE));
        assertThat(counts.get(Counter.DONE)).isEqualTo(1);
        assertThat(Arrays.stream(Counter.values()).mapToLong(counts::get).sum()).isEqualTo(1);
    }

    @Test
    void averagesOfAStepAreOverItsCalls() {
        var counts = new StepCounts();
        counts.add(new Usage(2, 1, 2, 3, 0, 400));
        counts.add(new Usage(0, 0, 0, 0, 9, 100));
        assertThat(counts).extracting("tasks", "calls", "inputTokens", "outputTokens", "cost", "callMillis")
                .containsExactly(2L, 1L, 1L, 2L, 3L, 400L);
    }

    private void add(@Nullable Cell before, CellEvent event) {
        changes.add(event.cell().key(), CellMerge.merge(before, List.of(event)));
    }

    private static Cell cell(CellState state, @Nullable ServedBy servedBy, @Nullable Float confidence, Usage usage) {
        var outcome = new Outcome(state, null, null, null, confidence, false, servedBy, null, null, null);
        return new Cell(new Position(1, 1, 0), outcome, usage, Accounts.NONE, List.of(), null, null, null);
    }
}

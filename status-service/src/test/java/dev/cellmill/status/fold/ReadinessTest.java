package dev.cellmill.status.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.CellKey;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.state.CellState;
import dev.cellmill.status.fold.BatchChanges.JobCounts;
import dev.cellmill.status.fold.BatchChanges.ReadyCell;
import dev.cellmill.status.fold.CounterStatements.RowEnds;
import dev.cellmill.status.fold.JobFacts.Column;
import dev.cellmill.status.fold.Merged.Ready;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private static final JobId PLAIN = JobId.next();
    private static final JobId DEPENDENT = JobId.next();
    private static final BatchJobs JOBS = new BatchJobs(List.of(job(PLAIN, 0, 0), job(DEPENDENT, 0, 0b1, 0b11)));

    /** The rule, column by column: all inputs have ended, and the last of them just now or the cell is wanted anew. */
    @Property
    void aCellIsReadyWhenItsLastInputHasEndedOrWhenItIsWantedAnewAndTheyAllHave(
            @ForAll @Size(value = 4) List<@IntRange(max = 15) Integer> masks, @ForAll @IntRange(max = 15) int reopened,
            @ForAll @IntRange(max = 15) int before, @ForAll @IntRange(max = 15) int after) {
        var job = JobId.next();
        long[] inputs = IntStream.range(0, 4).mapToLong(column -> masks.get(column) & (1 << column) - 1).toArray();
        var row = new RowFlips(job, 7);
        row.change(0, null, CellState.DONE, 5);
        List<CellKey> expected = new ArrayList<>();
        for (int column = 0; column < 4; column++) {
            boolean wanted = (reopened >> column & 1) == 1;
            if (wanted) {
                row.reopen(column);
            }
            boolean ended = (after & inputs[column]) == inputs[column];
            boolean endedBefore = (before & inputs[column]) == inputs[column];
            if (ended && (wanted || !endedBefore)) {
                expected.add(new CellKey(job, 7, column));
            }
        }

        List<ReadyCell> ready = Readiness.dependants(List.of(row), List.of(new RowEnds(before, after)),
                new BatchJobs(List.of(job(job, inputs))));

        assertThat(ready).extracting(ReadyCell::cell).isEqualTo(expected);
        assertThat(ready).extracting(ReadyCell::ready).allSatisfy(cell -> assertThat(cell.position())
                .isEqualTo(new Position(5, 1, 0)));
    }

    @Test
    void itIsSentToItsFirstLaneWithNoAnswer() {
        var row = new RowFlips(DEPENDENT, 1);
        row.change(0, null, CellState.DONE, 2);

        assertThat(Readiness.dependants(List.of(row), List.of(new RowEnds(0, 1)), JOBS)).containsExactly(
                new ReadyCell(new CellKey(DEPENDENT, 1, 1), new Ready(new Position(2, 1, 0), "lane1", null)));
    }

    @Test
    void eachRowIsOfItsOwnJob() {
        var plain = new RowFlips(PLAIN, 1);
        plain.change(0, null, CellState.DONE, 2);
        var dependent = new RowFlips(DEPENDENT, 1);
        dependent.change(0, null, CellState.DONE, 2);

        assertThat(Readiness.dependants(List.of(plain, dependent), List.of(new RowEnds(0, 1), new RowEnds(0, 0b11)),
                JOBS)).extracting(cell -> cell.cell().job()).containsExactly(DEPENDENT, DEPENDENT);
    }

    @Test
    void aRowIsCompleteOnceAllOfItsCellsHaveEndedAndNoMoreWhenOneIsReopened() {
        var counts = new TreeMap<JobId, JobCounts>();
        counts.put(PLAIN, new JobCounts());
        counts.put(DEPENDENT, new JobCounts());

        Readiness.countRows(
                List.of(new RowFlips(PLAIN, 0), new RowFlips(PLAIN, 1), new RowFlips(PLAIN, 2),
                        new RowFlips(DEPENDENT, 0), new RowFlips(DEPENDENT, 1), new RowFlips(DEPENDENT, 2)),
                List.of(new RowEnds(0b01, 0b11), new RowEnds(0, 0b11), new RowEnds(0, 0b01),
                        new RowEnds(0b111, 0b101), new RowEnds(0b111, 0b111), new RowEnds(0, 0b11)),
                JOBS, counts);

        assertThat(counts.get(PLAIN).completedRows).isEqualTo(2);
        assertThat(counts.get(DEPENDENT).completedRows).isEqualTo(-1);
    }

    @Test
    void aJobHasTheCellsOfItsRowsAndColumns() {
        JobFacts facts = JOBS.facts(DEPENDENT);
        assertThat(facts.hasCell(3, 0)).isTrue();
        assertThat(facts.hasCell(9, 2)).isTrue();
        assertThat(facts.hasCell(2, 0)).isFalse();
        assertThat(facts.hasCell(10, 0)).isFalse();
        assertThat(facts.hasCell(3, 3)).isFalse();
        assertThat(facts.hasCell(3, -1)).isFalse();
        assertThat(facts.allColumns()).isEqualTo(0b111);
        assertThat(facts.address(4, 2).name()).isEqualTo("column2");
        assertThat(facts.address(4, 2).key()).isEqualTo(new CellKey(DEPENDENT, 4, 2));
    }

    @Test
    void whatIsKnownOfAColumnIsWhatItsPlanSays() {
        var plan = Json.MAPPER.readValue(FoldDatabase.plan(List.of(List.of(), List.of(), List.of(0, 1))),
                JobPlan.class);
        assertThat(JobFacts.columnsOf(plan)).containsExactly(new Column("column0", "lane-0", 0),
                new Column("column1", "lane-0", 0), new Column("column2", "lane-0", 0b11));
    }

    private static JobFacts job(JobId id, long... inputs) {
        List<Column> columns = IntStream.range(0, inputs.length)
                .mapToObj(column -> new Column("column" + column, "lane" + column, inputs[column])).toList();
        return new JobFacts(id, TenantId.DEFAULT, SheetId.next(), 3, 10, 7L * inputs.length, columns, false, false);
    }
}

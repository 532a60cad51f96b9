package dev.cellmill.status.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.CellKey;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.message.Usage;
import dev.cellmill.common.state.CellState;
import dev.cellmill.status.fold.BatchChanges.ColumnKey;
import dev.cellmill.status.fold.BatchChanges.JobCounts;
import dev.cellmill.status.fold.BatchChanges.LaneKey;
import dev.cellmill.status.fold.BatchChanges.ReadyCell;
import dev.cellmill.status.fold.BatchChanges.StepKey;
import dev.cellmill.status.fold.ColumnCounts.Counter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** The order of events, against a plain model of it that looks at all events at once. */
class CellMergePropertyTest {
    private static final JobId JOB = JobId.of("019a0000-0000-7000-8000-000000000002");

    @Property(tries = 2_000)
    void countersEqualARecountFromTheCells(@ForAll("reopened") CellHistories histories) {
        var world = new World(histories.arrival(1));

        Map<ColumnKey, List<Long>> recounted = new TreeMap<>();
        Map<ColumnKey, Double> confidence = new TreeMap<>();
        world.cells.forEach((key, cell) -> {
            var column = new ColumnKey(JOB, key.column());
            recounted.merge(column, share(cell), World::sum);
            Float ofCell = cell.outcome().confidence();
            confidence.merge(column, ofCell == null ? 0.0 : ofCell, Double::sum);
        });
        assertThat(world.columns).isEqualTo(recounted);
        assertThat(world.confidence).isEqualTo(confidence);
        assertThat(world.ended).isEqualTo(
                world.cells.values().stream().filter(cell -> cell.outcome().state().terminal()).count());
        assertThat(world.spent).isEqualTo(world.cells.values().stream().mapToLong(cell -> cell.totals().cost()).sum());
        world.cells.forEach((key, cell) -> {
            for (CellState state : CellState.values()) {
                if (state != CellState.QUEUED) {
                    assertThat(world.masks.get(key.row())[state.ordinal()] >> key.column() & 1)
                            .as("%s of %s", state, key).isEqualTo(cell.outcome().state() == state ? 1 : 0);
                }
            }
        });
    }

    @Property(tries = 2_000)
    void eachTaskLeavesItsLaneOnceAndEachDispatchClosesOnce(@ForAll("histories") CellHistories histories) {
        var world = new World(histories.arrival(1));

        Set<String> left = new HashSet<>();
        Set<String> closed = new HashSet<>();
        Map<String, Long> gone = new TreeMap<>();
        Map<String, Long> entered = new TreeMap<>();
        Map<CellKey, Usage> totals = new TreeMap<>();
        Map<StepKey, List<Long>> steps = new TreeMap<>();
        long returned = 0;
        Set<String> hopped = new HashSet<>();
        for (CellEvent event : histories.events()) {
            CellKey key = event.cell().key();
            totals.putIfAbsent(key, Usage.NONE);
            if (event instanceof CellEvent.Started) {
                continue;
            }
            String task = key + "/" + event.position();
            Usage usage = CellEvent.usageOf(event);
            if (left.add(task)) {
                gone.merge(event.lane(), 1L, Long::sum);
                totals.merge(key, usage, Usage::plus);
                int calls = usage.attempts() > 0 ? 1 : 0;
                steps.merge(new StepKey(JOB, key.column(), event.position().step()), List.of(1L, (long) calls,
                        usage.inputTokens(), usage.outputTokens(), usage.cost(), calls * usage.latencyMillis()),
                        World::sum);
            }
            if (event instanceof CellEvent.Hopped hop) {
                if (hopped.add(task)) {
                    entered.merge(hop.nextLane(), 1L, Long::sum);
                }
            } else if (closed.add(key + "/" + event.position().run() + "/" + event.position().dispatch())) {
                returned += usage.returned();
            }
        }
        assertThat(world.gone).isEqualTo(gone);
        assertThat(world.entered).isEqualTo(entered);
        assertThat(world.closed).isEqualTo(closed.size());
        assertThat(world.returned).isEqualTo(returned);
        assertThat(world.steps).isEqualTo(steps);
        assertThat(world.cells.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, cell -> cell.getValue().totals())))
                .isEqualTo(totals);
        assertThat(world.ready).doesNotHaveDuplicates();
    }

    @Property(tries = 2_000)
    void aCellHoldsTheFirstFoldedEndOfItsNewestRun(@ForAll("histories") CellHistories histories) {
        List<List<CellEvent>> batches = histories.arrival(1);
        var world = new World(batches);

        Map<CellKey, List<CellEvent>> byCell = batches.stream().flatMap(List::stream)
                .collect(Collectors.groupingBy(event -> event.cell().key()));
        byCell.forEach((key, events) -> {
            Cell cell = world.cells.get(key);
            long newest = events.stream().mapToLong(event -> event.position().run()).max().orElseThrow();
            assertThat(cell.position().run()).isEqualTo(newest);
            Map<Long, CellEvent> firstEnds = new TreeMap<>();
            events.stream().filter(CellHistories::ends)
                    .forEach(event -> firstEnds.putIfAbsent(event.position().run(), event));
            CellEvent end = firstEnds.get(newest);
            CellEvent shown = end != null ? end : newestOf(events, newest);
            assertThat(cell.outcome()).isEqualTo(Outcome.of(shown));
            assertThat(cell.position()).isEqualTo(shown.position());
            assertThat(cell.endedAt()).isEqualTo(end == null ? null : end.at());
            assertThat(cell.history()).isEqualTo(firstEnds.values().stream()
                    .filter(past -> past.position().run() < newest)
                    .map(past -> PastOutcome.of(past.position(), Outcome.of(past), past.at()))
                    .toList());
        });
    }

    @Property(tries = 2_000)
    void withOneEndPerRunEveryOrderComesToTheSame(@ForAll("histories") CellHistories any) {
        CellHistories histories = any.withOneEndPerRun();
        var one = new World(histories.arrival(1));
        var other = new World(histories.arrival(2));

        assertThat(withoutStart(other.cells)).isEqualTo(withoutStart(one.cells));
        assertThat(other.columns).isEqualTo(one.columns);
        assertThat(other.confidence).isEqualTo(one.confidence);
        assertThat(other.gone).isEqualTo(one.gone);
        assertThat(other.entered).isEqualTo(one.entered);
        assertThat(other.closed).isEqualTo(one.closed);
        assertThat(other.ended).isEqualTo(one.ended);
    }

    @Property(tries = 500)
    void foldingEverythingAgainChangesNothing(@ForAll("histories") CellHistories histories) {
        var world = new World(histories.arrival(1));
        Map<CellKey, Cell> cells = Map.copyOf(world.cells);
        for (List<CellEvent> batch : histories.arrival(2)) {
            assertThat(world.fold(batch)).isFalse();
        }
        assertThat(world.cells).isEqualTo(cells);
    }

    @Property(tries = 1_000)
    void onlyACellThatLacksItsValueIsReopenedAndOnlyByANewerRun(@ForAll("histories") CellHistories histories,
            @ForAll @LongRange(min = 1, max = 4) long run) {
        var world = new World(histories.arrival(1));
        for (Map.Entry<CellKey, Cell> cell : Map.copyOf(world.cells).entrySet()) {
            Outcome outcome = cell.getValue().outcome();
            boolean lacksValue = outcome.state() == CellState.FAILED || "input".equals(outcome.skipReason());
            var reopen = List.<CellEvent>of(new CellEvent.Reopened(address(histories, cell.getKey()),
                    new Position(run, 1, 0), "lane-0", Instant.EPOCH));

            boolean changed = world.fold(reopen);

            assertThat(changed).isEqualTo(lacksValue && run > cell.getValue().position().run());
            if (changed) {
                assertThat(world.cells.get(cell.getKey()).outcome()).isEqualTo(Outcome.QUEUED);
                assertThat(world.cells.get(cell.getKey()).history()).hasSize(cell.getValue().history().size() + 1);
            } else {
                assertThat(world.cells.get(cell.getKey())).isEqualTo(cell.getValue());
            }
            assertThat(world.fold(reopen)).as("folded again").isFalse();
        }
    }

    private static CellAddress address(CellHistories histories, CellKey key) {
        return histories.events().stream().map(CellEvent::cell).filter(cell -> cell.key().equals(key)).findFirst()
                .orElseThrow();
    }

    /** Two copies of one started event with different times can be told apart by nothing. */
    private static Map<CellKey, Cell> withoutStart(Map<CellKey, Cell> cells) {
        Map<CellKey, Cell> plain = new TreeMap<>();
        cells.forEach((key, cell) -> plain.put(key, cell.outcome().state() == CellState.RUNNING
                ? new Cell(cell.position(), Outcome.QUEUED, cell.totals(), cell.accounts(), cell.history(),
                        cell.begun(),
                        null, null)
                : cell));
        return plain;
    }

    private static CellEvent newestOf(List<CellEvent> events, long run) {
        CellEvent newest = null;
        for (CellEvent event : events) {
            if (event.position().run() == run && (newest == null || order(event) > order(newest))) {
                newest = event;
            }
        }
        return java.util.Objects.requireNonNull(newest);
    }

    private static int order(CellEvent event) {
        int rank = switch (event) {
            case CellEvent.Reopened _ -> -1;
            case CellEvent.Started _ -> 0;
            case CellEvent.Released _ -> 1;
            case CellEvent.Hopped _ -> 2;
            case CellEvent.Done _,CellEvent.Failed _,CellEvent.Skipped _ -> 3;
        };
        return event.position().dispatch() * 100 + event.position().step() * 10 + rank;
    }

    /** What a cell adds to its column, each number where the counter of its name is. */
    private static List<Long> share(Cell cell) {
        Outcome outcome = cell.outcome();
        Usage totals = cell.totals();
        return Stream.concat(
                Stream.of(CellState.RUNNING, CellState.DONE, CellState.FAILED, CellState.SKIPPED, CellState.CANCELLED)
                        .map(state -> count(outcome.state() == state)),
                Stream.of((long) totals.attempts(), totals.inputTokens(), totals.outputTokens(),
                        totals.cost(), totals.saved(), count(outcome.servedBy() == ServedBy.PROVIDER),
                        count(outcome.servedBy() == ServedBy.MEMORY), count(outcome.servedBy() == ServedBy.STORE),
                        count(outcome.servedBy() == ServedBy.COALESCED), count(outcome.confidence() != null)))
                .toList();
    }

    private static long count(boolean is) {
        return is ? 1 : 0;
    }

    private static List<Long> values(ColumnCounts counts) {
        List<Long> values = new ArrayList<>();
        for (Counter counter : Counter.values()) {
            values.add(counts.get(counter));
        }
        return values;
    }

    @Provide
    static Arbitrary<CellHistories> histories() {
        return CellHistories.of(JOB, false);
    }

    /** What a reopening does depends on what came before it, so only some properties hold of these. */
    @Provide
    static Arbitrary<CellHistories> reopened() {
        return CellHistories.of(JOB, true);
    }

    /** What the database would hold, with the counters kept by changes alone. */
    private static final class World {
        final SortedMap<CellKey, Cell> cells = new TreeMap<>();
        final Map<ColumnKey, List<Long>> columns = new TreeMap<>();
        final Map<ColumnKey, Double> confidence = new TreeMap<>();
        final Map<Integer, long[]> masks = new HashMap<>();
        final Map<String, Long> gone = new TreeMap<>();
        final Map<String, Long> entered = new TreeMap<>();
        final List<String> ready = new ArrayList<>();
        final Map<StepKey, List<Long>> steps = new TreeMap<>();
        long closed;
        long ended;
        long spent;
        long returned;

        World(List<List<CellEvent>> batches) {
            batches.forEach(this::fold);
        }

        /** Whether anything changed. */
        boolean fold(List<CellEvent> batch) {
            SortedMap<CellKey, List<CellEvent>> byCell = new TreeMap<>(
                    batch.stream().collect(Collectors.groupingBy(event -> event.cell().key())));
            var changes = new BatchChanges();
            boolean changed = false;
            for (var cell : byCell.entrySet()) {
                masks.computeIfAbsent(cell.getKey().row(), _ -> new long[CellState.values().length]);
                Merged merged = CellMerge.merge(cells.get(cell.getKey()), cell.getValue());
                cells.put(cell.getKey(), merged.after());
                changes.add(cell.getKey(), merged);
                changed |= merged.changed();
            }
            count(changes);
            return changed;
        }

        private void count(BatchChanges changes) {
            changes.columns.forEach((column, counts) -> {
                columns.merge(column, values(counts), World::sum);
                confidence.merge(column, counts.confidenceSum(), Double::sum);
            });
            changes.lanes.forEach((LaneKey lane, BatchChanges.LaneCounts counts) -> {
                if (counts.gone > 0) {
                    gone.merge(lane.lane(), counts.gone, Long::sum);
                }
                if (counts.entered > 0) {
                    entered.merge(lane.lane(), counts.entered, Long::sum);
                }
            });
            for (JobCounts job : changes.jobs.values()) {
                closed += job.closed;
                ended += job.ended;
                spent += job.spent;
                returned += job.returned;
            }
            changes.steps.forEach((step, counts) -> steps.merge(step, List.of(counts.tasks, counts.calls,
                    counts.inputTokens, counts.outputTokens, counts.cost, counts.callMillis), World::sum));
            for (RowFlips row : changes.rows) {
                for (CellState state : CellState.values()) {
                    masks.get(row.row())[state.ordinal()] ^= row.mask(state);
                }
            }
            for (ReadyCell cell : changes.ready) {
                ready.add(cell.cell() + "/" + cell.ready().position().run() + "/"
                        + cell.ready().position().dispatch());
            }
        }

        static List<Long> sum(List<Long> one, List<Long> other) {
            List<Long> sums = new ArrayList<>();
            for (int i = 0; i < one.size(); i++) {
                sums.add(one.get(i) + other.get(i));
            }
            return sums;
        }
    }
}

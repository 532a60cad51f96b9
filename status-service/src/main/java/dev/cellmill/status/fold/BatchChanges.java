package dev.cellmill.status.fold;

import dev.cellmill.common.id.CellKey;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.state.CellState;
import dev.cellmill.status.fold.Merged.LaneMove;
import dev.cellmill.status.fold.Merged.Ready;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a batch adds to the counters, each list in the order of its table's key. Pure. */
final class BatchChanges {
    /** A column of a job. */
    record ColumnKey(JobId job, int column) implements Comparable<ColumnKey> {
        private static final Comparator<ColumnKey> ORDER = Comparator.comparing(ColumnKey::job)
                .thenComparingInt(ColumnKey::column);

        @Override
        public int compareTo(ColumnKey other) {
            return ORDER.compare(this, other);
        }
    }

    /** A step of a column's waterfall. */
    record StepKey(JobId job, int column, int step) implements Comparable<StepKey> {
        private static final Comparator<StepKey> ORDER = Comparator.comparing(StepKey::job)
                .thenComparingInt(StepKey::column).thenComparingInt(StepKey::step);

        @Override
        public int compareTo(StepKey other) {
            return ORDER.compare(this, other);
        }
    }

    /** A lane as one job uses it. */
    record LaneKey(JobId job, String lane) implements Comparable<LaneKey> {
        private static final Comparator<LaneKey> ORDER = Comparator.comparing(LaneKey::job)
                .thenComparing(LaneKey::lane);

        @Override
        public int compareTo(LaneKey other) {
            return ORDER.compare(this, other);
        }
    }

    /** Tasks that entered a lane by a hop, and tasks that left it. */
    static final class LaneCounts {
        long entered;
        long gone;
    }

    /** Dispatches closed, what they cost and gave back, cells that ended less those that began anew, rows that completed likewise. */
    static final class JobCounts {
        long closed;
        long ended;
        long completedRows;
        long spent;
        long returned;
        /** Whether a dispatch ended by a step that cost more than all that was set aside for it. */
        boolean isOverspent;
    }

    /** A cell to be sent. */
    record ReadyCell(CellKey cell, Ready ready) {}

    /** @param error as JSON */
    record FailedCell(CellKey cell, @Nullable String error) {}

    final List<RowFlips> rows = new ArrayList<>();
    final SortedMap<ColumnKey, ColumnCounts> columns = new TreeMap<>();
    final SortedMap<StepKey, StepCounts> steps = new TreeMap<>();
    final SortedMap<LaneKey, LaneCounts> lanes = new TreeMap<>();
    final SortedMap<JobId, JobCounts> jobs = new TreeMap<>();
    final List<ReadyCell> ready = new ArrayList<>();
    /** The first cell of each job that failed. */
    final SortedMap<JobId, FailedCell> failed = new TreeMap<>();

    /** To be called in the order of the keys. */
    void add(CellKey key, Merged merged) {
        if (!merged.changed()) {
            return;
        }
        CellState before = merged.before() == null ? null : merged.before().outcome().state();
        CellState after = merged.after().outcome().state();
        columns.computeIfAbsent(new ColumnKey(key.job(), key.column()), _ -> new ColumnCounts())
                .change(merged.before(), merged.after());
        if (before != after) {
            row(key).change(key.column(), before, after, merged.after().position().run());
        }
        if (merged.reopened()) {
            row(key).reopen(key.column());
        }
        if (after == CellState.FAILED && before != after) {
            failed.putIfAbsent(key.job(), new FailedCell(key, merged.after().outcome().error()));
        }
        JobCounts job = jobs.computeIfAbsent(key.job(), _ -> new JobCounts());
        job.closed += merged.closed();
        job.returned += merged.returned();
        job.spent += merged.after().totals().cost() - (merged.before() == null ? 0 : merged.before().totals().cost());
        job.ended += (after.terminal() ? 1 : 0) - (before != null && before.terminal() ? 1 : 0);
        for (LaneMove move : merged.moves()) {
            LaneCounts lane = lanes.computeIfAbsent(new LaneKey(key.job(), move.lane()), _ -> new LaneCounts());
            if (move.used() == null) {
                lane.entered++;
            } else {
                job.isOverspent |= move.used().returned() > 0 && move.used().cost() > move.used().returned();
                lane.gone++;
                steps.computeIfAbsent(new StepKey(key.job(), key.column(), move.step()), _ -> new StepCounts())
                        .add(move.used());
            }
        }
        if (merged.ready() != null) {
            ready.add(new ReadyCell(key, merged.ready()));
        }
    }

    private RowFlips row(CellKey key) {
        RowFlips last = rows.isEmpty() ? null : rows.getLast();
        if (last != null && last.row() == key.row() && last.job().equals(key.job())) {
            return last;
        }
        var flips = new RowFlips(key.job(), key.row());
        rows.add(flips);
        return flips;
    }
}

package dev.cellmill.status.fold;

import dev.cellmill.common.id.CellKey;
import dev.cellmill.common.message.Position;
import dev.cellmill.status.fold.BatchChanges.JobCounts;
import dev.cellmill.status.fold.BatchChanges.ReadyCell;
import dev.cellmill.status.fold.CounterStatements.RowEnds;
import dev.cellmill.status.fold.JobFacts.Column;
import dev.cellmill.status.fold.Merged.Ready;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

/** What follows from a row's masks before and after a change. Pure. */
final class Readiness {
    private Readiness() {}

    /** Adds rows that became complete, less those that no longer are, to their jobs. */
    static void countRows(
            List<RowFlips> rows, List<RowEnds> ends, BatchJobs jobs,
            SortedMap<dev.cellmill.common.id.JobId, JobCounts> counts) {
        for (int i = 0; i < rows.size(); i++) {
            RowFlips row = rows.get(i);
            long all = jobs.facts(row.job()).allColumns();
            int complete = (ends.get(i).after() == all ? 1 : 0) - (ends.get(i).before() == all ? 1 : 0);
            Objects.requireNonNull(counts.get(row.job())).completedRows += complete;
        }
    }

    /** Cells whose last input has just ended and reopened ones whose inputs have all ended, in the order of their keys. */
    static List<ReadyCell> dependants(List<RowFlips> rows, List<RowEnds> ends, BatchJobs jobs) {
        List<ReadyCell> ready = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            RowFlips row = rows.get(i);
            JobFacts job = jobs.facts(row.job());
            for (int column = 0; column < job.columns().size(); column++) {
                Column dependant = job.columns().get(column);
                boolean reopened = (row.reopened() >> column & 1) != 0;
                boolean inputsHadEnded = hasAll(ends.get(i).before(), dependant);
                if (hasAll(ends.get(i).after(), dependant) && (!inputsHadEnded || reopened)) {
                    ready.add(new ReadyCell(new CellKey(row.job(), row.row(), column),
                            new Ready(new Position(row.run(), 1, 0), dependant.firstLane(), null)));
                }
            }
        }
        return ready;
    }

    private static boolean hasAll(long ended, Column dependant) {
        return (ended & dependant.dependencyMask()) == dependant.dependencyMask();
    }
}

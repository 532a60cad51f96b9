package dev.cellmill.status.progress;

import java.util.List;
import java.util.function.Predicate;

/** Walks a job's rows in order, those included of which nothing is stored. Pure but for its reader. */
final class RowWalk {
    /** Stored rows to read at once where not all are wanted. */
    static final int BLOCK = 4096;

    private final JobRows job;
    private final Reader reader;
    private final int block;

    /** @param block stored rows that are read at once */
    RowWalk(JobRows job, Reader reader, int block) {
        this.job = job;
        this.reader = reader;
        this.block = block;
    }

    /** Gives the next stored rows from a row on, in order. */
    @FunctionalInterface
    interface Reader {
        List<RowMasks> read(int from, int limit);
    }

    /**
     * @param from the first row; rows before the job's own are passed over
     * @param untouched whether rows of which nothing is stored are wanted
     * @param visit whether to go on after a row
     */
    void walk(int from, boolean untouched, Predicate<RowMasks> visit) {
        int next = Math.max(from, job.firstRow());
        while (next < job.endRow()) {
            List<RowMasks> stored = reader.read(next, block);
            for (RowMasks row : stored) {
                if (untouched && !gap(next, row.row(), visit) || !visit.test(row)) {
                    return;
                }
                next = row.row() + 1;
            }
            if (stored.size() < block) {
                if (untouched) {
                    gap(next, job.endRow(), visit);
                }
                return;
            }
        }
    }

    private boolean gap(int from, int end, Predicate<RowMasks> visit) {
        for (int row = from; row < end; row++) {
            if (job.chosen().has(row) && !visit.test(RowMasks.untouched(row, job.columns().size(), job.halted()))) {
                return false;
            }
        }
        return true;
    }
}

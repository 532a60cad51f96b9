package dev.cellmill.faults.oracle;

import dev.cellmill.common.state.CellState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Every accepted row has exactly one terminal result per column, except cells that a stopped job never sent. */
record OneEndPerCell() implements Check {
    private static final String COMPLETED = "completed";

    @Override
    public String name() {
        return "one-end-per-cell";
    }

    @Override
    public List<String> broken(Facts facts) {
        var broken = new ArrayList<String>();
        for (Facts.JobFacts job : facts.jobs()) {
            var states = new HashMap<List<Integer>, Integer>();
            for (Facts.CellFacts cell : job.cells()) {
                if (cell.row() >= job.accepted() || cell.column() >= job.columns()) {
                    broken.add("%s has a cell %d/%d that nobody asked for".formatted(job.name(), cell.row(),
                            cell.column()));
                }
                if (states.put(List.of(cell.row(), cell.column()), cell.state()) != null) {
                    broken.add("%s has the cell %d/%d twice".formatted(job.name(), cell.row(), cell.column()));
                }
            }
            for (int row = 0; row < job.accepted(); row++) {
                for (int column = 0; column < job.columns(); column++) {
                    int state = states.getOrDefault(List.of(row, column), (int) CellState.QUEUED.code());
                    if (!mayBe(state, job)) {
                        broken.add("%s (%s) has the cell %d/%d %s".formatted(job.name(), job.state(), row, column,
                                CellState.ofCode(state).wireName()));
                    }
                }
            }
        }
        return broken;
    }

    /** A stopped job may have cells that wait, but none that still run. */
    private static boolean mayBe(int state, Facts.JobFacts job) {
        CellState of = CellState.ofCode(state);
        return of.terminal() || of == CellState.QUEUED && !COMPLETED.equals(job.state());
    }
}

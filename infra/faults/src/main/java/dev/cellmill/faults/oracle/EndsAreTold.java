package dev.cellmill.faults.oracle;

import dev.cellmill.common.state.CellState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Whoever follows the topic of events is told the end of every cell that has one. */
record EndsAreTold() implements Check {
    @Override
    public String name() {
        return "ends-are-told";
    }

    @Override
    public List<String> broken(Facts facts) {
        var told = new HashSet<>(facts.told());
        var broken = new ArrayList<String>();
        for (Facts.JobFacts job : facts.jobs()) {
            for (Facts.CellFacts cell : job.cells()) {
                // what a record could not be read for fails without an event
                boolean needs = cell.state() == CellState.DONE.code() || cell.state() == CellState.SKIPPED.code();
                var place = new Facts.Place(job.id(), cell.row(), cell.column(), cell.run());
                if (needs && !told.contains(new Facts.ToldEnd(place, cell.state()))) {
                    broken.add("%s is %d, and no event says so".formatted(place, cell.state()));
                }
            }
        }
        return broken;
    }
}

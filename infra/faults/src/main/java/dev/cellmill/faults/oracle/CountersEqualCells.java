package dev.cellmill.faults.oracle;

import dev.cellmill.common.state.CellState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counters are what the cells add up to, by the product's audit and by a recount of our own, and none is negative. */
record CountersEqualCells() implements Check {
    private static final String CANCELLED = "cancelled";

    @Override
    public String name() {
        return "counters-equal-cells";
    }

    @Override
    public List<String> broken(Facts facts) {
        var broken = new ArrayList<String>();
        for (Facts.JobFacts job : facts.jobs()) {
            Facts.Counters reported = job.reported();
            if (reported == null) {
                broken.add("%s has no counters".formatted(job.name()));
                continue;
            }
            if (job.audit() != null) {
                broken.add("the audit of %s: %s".formatted(job.name(), job.audit()));
            }
            if (reported.all().stream().anyMatch(counter -> counter < 0)) {
                broken.add("%s has a negative counter: %s".formatted(job.name(), reported));
            }
            Facts.Counters counted = counted(job);
            if (!reported.equals(counted)) {
                broken.add("%s reports %s, its cells are %s".formatted(job.name(), reported, counted));
            }
        }
        return broken;
    }

    private static Facts.Counters counted(Facts.JobFacts job) {
        var of = new HashMap<CellState, Long>();
        Map<Integer, Integer> endedInRow = new HashMap<>();
        for (Facts.CellFacts cell : job.cells()) {
            CellState state = CellState.ofCode(cell.state());
            of.merge(state, 1L, Long::sum);
            if (state.terminal()) {
                endedInRow.merge(cell.row(), 1, Integer::sum);
            }
        }
        long total = (long) job.accepted() * job.columns();
        long done = of.getOrDefault(CellState.DONE, 0L);
        long failed = of.getOrDefault(CellState.FAILED, 0L);
        long skipped = of.getOrDefault(CellState.SKIPPED, 0L);
        long running = of.getOrDefault(CellState.RUNNING, 0L);
        long rest = total - done - failed - skipped - running;
        boolean cancelled = CANCELLED.equals(job.state());
        long rows = cancelled && running == 0
                ? job.accepted()
                : endedInRow.values().stream().filter(ended -> ended == job.columns()).count();
        return new Facts.Counters(total, done + failed + skipped + (cancelled ? rest : 0), done, failed, skipped,
                cancelled ? rest : 0, running, cancelled ? 0 : rest, job.accepted(), rows);
    }
}

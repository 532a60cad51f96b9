package dev.cellmill.jobapi.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * What is left of a job's budget, in nano-dollars, and which cells of a list it covers at their worst: those from the
 * first on, as long as it does. Pure.
 *
 * @param left may be too little by what ended since it was read, never too much
 */
record Funds(long left) {

    /** The cells that are covered, each with what is set aside for it. @param worst of each cell, in their order */
    List<ClaimedCell> cover(List<ClaimedCell> cells, List<Long> worst) {
        List<ClaimedCell> covered = new ArrayList<>();
        long rest = left;
        for (int i = 0; i < cells.size() && worst.get(i) <= rest; i++) {
            rest -= worst.get(i);
            covered.add(cells.get(i).reserving(worst.get(i)));
        }
        return covered;
    }
}

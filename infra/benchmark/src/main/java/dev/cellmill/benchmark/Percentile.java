package dev.cellmill.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Of figures that are added as they come. */
final class Percentile {
    private final List<Double> figures = new ArrayList<>();

    void add(Collection<Double> more) {
        figures.addAll(more);
    }

    /** The smallest figure that 99 % are not above. */
    double of99() {
        List<Double> sorted = figures.stream().sorted().toList();
        return sorted.get((int) Math.ceil(0.99 * sorted.size()) - 1);
    }
}

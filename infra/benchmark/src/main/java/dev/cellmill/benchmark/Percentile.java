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
        return at(0.99);
    }

    /** The smallest figure that this part of them, above 0 and at most 1, is not above. */
    double at(double part) {
        List<Double> sorted = figures.stream().sorted().toList();
        return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
    }
}

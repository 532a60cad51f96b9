package dev.cellmill.common.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column to fill, resolved.
 *
 * @param index its place in the plan, from 0; names the column in keys and masks
 * @param steps its waterfall, at least one
 * @param dependsOn places of the generated columns that its templates refer to; all are of earlier stages
 * @param runIf the expression that decides row by row whether it is filled; null for always
 * @param stage 0 if it depends on none, else one more than the latest of those it depends on
 */
public record PlannedColumn(
        int index, String name, OutputType output, List<PlannedStep> steps, List<Integer> dependsOn, int stage,
        @Nullable RunIf runIf) {

    /**
     * A condition in CEL.
     *
     * @param references the row's columns that it names
     */
    public record RunIf(String expression, List<String> references) {
        public RunIf {
            requireNonNull(expression, "expression is null");
            references = List.copyOf(references);
        }
    }

    /** One that is always filled. */
    public PlannedColumn(int index, String name, OutputType output, List<PlannedStep> steps, List<Integer> dependsOn,
            int stage) {
        this(index, name, output, steps, dependsOn, stage, null);
    }

    public PlannedColumn {
        requireNonNull(name, "name is null");
        requireNonNull(output, "output is null");
        steps = List.copyOf(steps);
        dependsOn = List.copyOf(dependsOn);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("column " + name + " has no step");
        }
        if (index < 0 || index >= JobPlan.MAX_COLUMNS) {
            throw new IllegalArgumentException(
                    "column %s is at %d, beyond %d".formatted(name, index, JobPlan.MAX_COLUMNS));
        }
    }

    public PlannedColumn withSteps(List<PlannedStep> others) {
        return new PlannedColumn(index, name, output, others, dependsOn, stage, runIf);
    }

    /** The columns it depends on, as bits. */
    public long dependencyMask() {
        long mask = 0;
        for (int column : dependsOn) {
            mask |= 1L << column;
        }
        return mask;
    }

    /** The lane of its first step. */
    public String firstLane() {
        return steps.getFirst().lane();
    }
}

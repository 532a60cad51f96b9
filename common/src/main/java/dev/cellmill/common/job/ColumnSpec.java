package dev.cellmill.common.job;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.plan.OutputType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A column to fill, or several that take their values from one answer, as written.
 *
 * @param targets the columns it fills: one, or those of {@code outputs}
 * @param inputs templates by the provider's input name, null if none are given
 * @param steps at least one
 * @param output null if nothing is said
 * @param examples cells that people validated which a language model is shown, at most so many
 * @param runIf a CEL expression that decides row by row whether the column is filled; null for always
 * @param pointer where it stands in the document
 */
public record ColumnSpec(
        List<Target> targets,
        @Nullable String prompt,
        @Nullable String system,
        @Nullable Map<String, String> inputs,
        List<StepSpec> steps,
        @Nullable OutputType output,
        int examples,
        @Nullable String runIf,
        String pointer) {

    public ColumnSpec {
        targets = List.copyOf(targets);
        inputs = inputs == null ? null : Map.copyOf(inputs);
        steps = List.copyOf(steps);
        requireNonNull(pointer, "pointer is null");
    }

    /**
     * A column that is filled.
     *
     * @param field name or JSON Pointer within the answer, null for the whole
     * @param grouped whether it is one of {@code outputs}
     */
    public record Target(String name, @Nullable String field, boolean grouped, String pointer) {
        public Target {
            requireNonNull(name, "name is null");
            requireNonNull(pointer, "pointer is null");
        }
    }
}

package dev.cellmill.common.planning;

import dev.cellmill.common.condition.Condition;
import dev.cellmill.common.job.ColumnSpec;
import dev.cellmill.common.job.JobSpec;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.ProviderProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a job against a sheet's columns and the providers that exist. Columns stand in the plan in the order in
 * which they are written; those of one {@code outputs} have equal steps but for the field, so they share one request.
 */
public final class PlanJob {
    private static final OutputType ANY_JSON = OutputType.of(OutputType.Kind.JSON);

    private final JobSpec job;
    private final Findings findings = new Findings();
    private final Names names;
    private final PlanStep planStep;

    private PlanJob(JobSpec job, List<String> sheetColumns, Map<String, ProviderProfile> providers) {
        this.job = job;
        this.names = new Names(job, sheetColumns, findings);
        this.planStep = new PlanStep(job, names,
                new ChooseProvider(providers, findings), findings);
    }

    public static Planning plan(JobSpec job, List<String> sheetColumns, Map<String, ProviderProfile> providers) {
        return new PlanJob(job, sheetColumns, providers).plan();
    }

    /** A column with its steps resolved, its order not yet known. */
    private record Draft(ColumnSpec.Target target, OutputType output, List<PlannedStep> steps,
            PlannedColumn.@Nullable RunIf runIf) {}

    private Planning plan() {
        List<Draft> drafts = job.columns().stream().flatMap(column -> drafts(column).stream()).toList();
        if (!findings.none()) {
            return new Planning.Refused(findings.list());
        }
        List<List<Integer>> dependencies = dependencies(drafts);
        return switch (Stages.of(dependencies)) {
            case Stages.Ordered(List<Integer> stages) -> new Planning.Planned(
                    new JobPlan(columns(drafts, dependencies, stages), job.parameters()));
            case Stages.Cycle(List<Integer> path) -> {
                ColumnSpec.Target first = drafts.get(path.getFirst()).target();
                String columns = path.stream().map(place -> drafts.get(place).target().name())
                        .collect(Collectors.joining(" → "));
                findings.add(first.pointer(), "Columns refer to each other in a circle: %s. Break it at one of them."
                        .formatted(columns));
                yield new Planning.Refused(findings.list());
            }
        };
    }

    private List<Draft> drafts(ColumnSpec column) {
        List<Draft> drafts = column.targets().stream()
                .map(target -> new Draft(target, output(column, target), steps(column, target), runIf(column)))
                .toList();
        drafts.stream().filter(draft -> draft.steps().size() == column.steps().size()).findFirst()
                .ifPresent(draft -> refuseUnused(column, draft.steps()));
        return drafts;
    }

    private PlannedColumn.@Nullable RunIf runIf(ColumnSpec column) {
        if (column.runIf() == null) {
            return null;
        }
        String pointer = column.pointer() + "/runIf";
        return switch (Condition.compile(column.runIf())) {
            case Condition.Compiled.Usable(Condition condition) -> {
                condition.references().forEach(name -> names.checkColumn(name, pointer));
                yield new PlannedColumn.RunIf(column.runIf(), condition.references());
            }
            case Condition.Compiled.Refused(String why) -> {
                findings.add(pointer, "This is no condition in CEL, like row[\"website\"] != \"\": " + why);
                yield null;
            }
        };
    }

    private List<PlannedStep> steps(ColumnSpec column, ColumnSpec.Target target) {
        return column.steps().stream().map(step -> planStep.plan(column, target, step)).flatMap(Optional::stream)
                .toList();
    }

    private static OutputType output(ColumnSpec column, ColumnSpec.Target target) {
        if (column.output() != null) {
            return column.output();
        }
        return target.grouped() ? ANY_JSON : OutputType.TEXT;
    }

    private void refuseUnused(ColumnSpec column, List<PlannedStep> steps) {
        boolean prompted = steps.stream().anyMatch(step -> step.family() == ProviderFamily.LLM);
        boolean withInputs = steps.stream().anyMatch(step -> step.family() != ProviderFamily.LLM);
        if (!withInputs && column.inputs() != null) {
            findings.add(column.pointer() + "/inputs", "No step of this column takes inputs; leave them out.");
        }
        if (!prompted && column.prompt() != null) {
            findings.add(column.pointer() + "/prompt", "No step of this column takes a prompt; leave it out.");
        }
        if (column.examples() > 0 && steps.stream().allMatch(step -> step.question() == null)) {
            findings.add(column.pointer() + "/examples", "Examples are shown to language models and classifiers, and no"
                    + " step of this column asks one; leave them out.");
        }
        if (!prompted && column.system() != null) {
            findings.add(column.pointer() + "/system", "No step of this column takes a prompt; leave it out.");
        }
    }

    private static List<List<Integer>> dependencies(List<Draft> drafts) {
        var places = new HashMap<String, Integer>();
        for (Draft draft : drafts) {
            places.put(draft.target().name(), places.size());
        }
        return drafts.stream()
                .map(draft -> Stream.concat(
                        draft.runIf() == null ? Stream.empty() : draft.runIf().references().stream(),
                        draft.steps().stream().flatMap(step -> step.references().stream()))
                        .filter(places::containsKey)
                        .map(places::get)
                        .distinct()
                        .sorted()
                        .toList())
                .toList();
    }

    private static List<PlannedColumn> columns(List<Draft> drafts, List<List<Integer>> dependencies,
            List<Integer> stages) {
        var columns = new ArrayList<PlannedColumn>();
        for (Draft draft : drafts) {
            int place = columns.size();
            columns.add(new PlannedColumn(place, draft.target().name(), draft.output(), draft.steps(),
                    dependencies.get(place), stages.get(place), draft.runIf()));
        }
        return columns;
    }
}

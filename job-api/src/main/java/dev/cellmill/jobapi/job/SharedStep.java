package dev.cellmill.jobapi.job;

import dev.cellmill.common.job.ColumnSpec;
import dev.cellmill.common.job.Expectation;
import dev.cellmill.common.job.JobSpec;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.template.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A step that one or more columns of a job share, because their requests are the same in every row; its templates
 * compiled.
 *
 * @param place from 0 within the waterfall
 */
record SharedStep(
        List<String> columns,
        int place,
        PlannedStep step,
        @Nullable Expectation expect,
        @Nullable Template prompt,
        @Nullable Template system,
        Map<String, Template> inputs) {

    /** What makes two steps' requests the same: all but what is done with the answer. */
    private record Sameness(int place, String provider, @Nullable String model, @Nullable String prompt,
            @Nullable String system, Map<String, String> inputs, Map<String, JsonNode> options,
            @Nullable Integer maxTokens, @Nullable OutputType output) {}

    /** In the order of columns, then of steps. */
    static List<SharedStep> of(JobPlan plan, JobSpec spec) {
        List<ColumnSpec> written = spec.columns().stream()
                .flatMap(column -> column.targets().stream().map(target -> column))
                .toList();
        var shared = new LinkedHashMap<Sameness, SharedStep>();
        for (PlannedColumn column : plan.columns()) {
            for (int place = 0; place < column.steps().size(); place++) {
                PlannedStep step = column.steps().get(place);
                Expectation expect = written.get(column.index()).steps().get(place).expect();
                shared.computeIfAbsent(sameness(column, step, place), same -> compiled(same.place(), step, expect))
                        .columns().add(column.name());
            }
        }
        return List.copyOf(shared.values());
    }

    private static Sameness sameness(PlannedColumn column, PlannedStep step, int place) {
        return new Sameness(place, step.provider(), step.model(), step.prompt(), step.system(), step.inputs(),
                step.options(), step.maxTokens(), step.family().readsOutput() ? column.output() : null);
    }

    private static SharedStep compiled(int place, PlannedStep step, @Nullable Expectation expect) {
        var inputs = new TreeMap<String, Template>();
        step.inputs().forEach((name, template) -> inputs.put(name, Template.ofText(template)));
        return new SharedStep(new ArrayList<>(), place, step, expect,
                step.prompt() == null ? null : Template.ofText(step.prompt()),
                step.system() == null ? null : Template.ofText(step.system()), inputs);
    }

    /** Tokens that an answer is supposed to have where nothing says how many. */
    private static final int UNSAID_OUTPUT = 4_000;

    /** Of one answer: as its author expects, else as bounded, else a large round number; none where none are counted. */
    long outputTokens() {
        if (step.family() != ProviderFamily.LLM) {
            return 0;
        }
        if (expect != null && expect.outputTokens() != null) {
            return expect.outputTokens();
        }
        return Objects.requireNonNullElse(step.maxTokens(), UNSAID_OUTPUT);
    }
}

package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.WorstCase;
import dev.cellmill.common.template.RenderedTooLarge;
import dev.cellmill.common.template.Template;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a step costs at worst, row by row. */
final class StepCost {
    private final WorstCase worst;
    private final Map<String, String> parameters;
    private final @Nullable Template prompt;
    private final @Nullable Template system;

    StepCost(PlannedStep step, OutputType output, Map<String, String> parameters) {
        this.worst = new WorstCase(step, output);
        this.parameters = parameters;
        this.prompt = step.prompt() == null ? null : Template.ofText(step.prompt());
        this.system = step.system() == null ? null : Template.ofText(step.system());
    }

    /** @param texts of the columns that it refers to */
    long worst(Map<String, String> texts) {
        if (worst.isFree()) {
            return 0;
        }
        Map<String, String> names = new HashMap<>(parameters);
        names.putAll(texts);
        try {
            return worst.ofStep(worst.requestBytes(rendered(prompt, names), rendered(system, names)));
        } catch (RenderedTooLarge e) {
            // no worker can make this request either, so it will cost nothing
            return 0;
        }
    }

    private static @Nullable String rendered(@Nullable Template template, Map<String, String> names) {
        return template == null ? null : template.render(names);
    }
}

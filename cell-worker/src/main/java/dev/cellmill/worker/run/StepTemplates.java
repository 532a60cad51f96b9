package dev.cellmill.worker.run;

import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.template.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The templates of one step, compiled. */
record StepTemplates(@Nullable Template prompt, @Nullable Template system, List<Input> inputs) {

    /** An input's name and the template of its value. */
    record Input(String name, Template value) {}

    /** @throws dev.cellmill.common.template.InvalidTemplate if one cannot be read */
    static StepTemplates of(PlannedStep step) {
        var inputs = new ArrayList<Input>();
        step.inputs().forEach((name, source) -> inputs.add(new Input(name, Template.ofText(source))));
        return new StepTemplates(compiled(step.prompt()), compiled(step.system()), List.copyOf(inputs));
    }

    @Nullable
    String prompt(Map<String, String> names) {
        return prompt == null ? null : prompt.render(names);
    }

    @Nullable
    String system(Map<String, String> names) {
        return system == null ? null : system.render(names);
    }

    Map<String, String> inputs(Map<String, String> names) {
        if (inputs.size() == 1) {
            Input only = inputs.getFirst();
            return Map.of(only.name(), only.value().render(names));
        }
        var rendered = new HashMap<String, String>();
        for (Input input : inputs) {
            rendered.put(input.name(), input.value().render(names));
        }
        return rendered;
    }

    private static @Nullable Template compiled(@Nullable String source) {
        return source == null ? null : Template.ofText(source);
    }
}

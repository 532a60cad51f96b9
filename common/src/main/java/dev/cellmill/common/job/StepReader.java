package dev.cellmill.common.job;

import dev.cellmill.common.plan.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a column's waterfall, or the one step that its own keys are short for. */
final class StepReader {
    private static final int MAX_STEPS = 20;
    private static final int MAX_TOKENS = 10_000_000;
    private static final List<String> SHORT_FORM = List.of("provider", "model", "minConfidence", "maxTokens", "timeout",
            "options", "expect", "endpoint");

    private StepReader() {}

    static List<StepSpec> steps(Members column) {
        List<Members> elements = column.objects("steps");
        if (elements == null) {
            return List.of(step(column, null, null, null, null));
        }
        for (String key : SHORT_FORM) {
            if (column.node(key) != null) {
                column.refuse(key, "\"%s\" stands beside \"steps\"; move it into the step it is for.".formatted(key));
            }
        }
        if (elements.isEmpty() || elements.size() > MAX_STEPS) {
            column.refuse("steps", "A column has 1 to %d steps; without \"steps\" it is the default provider's."
                    .formatted(MAX_STEPS));
            return List.of();
        }
        boolean grouped = column.has("outputs");
        return elements.stream().map(element -> explicit(element, grouped)).toList();
    }

    private static StepSpec explicit(Members step, boolean grouped) {
        if (grouped && step.has("field")) {
            step.refuse("field", "\"outputs\" already names the field of each column; leave it out.");
        }
        StepSpec spec = step(step, step.texts("inputs"), ColumnReader.field(step), step.text("prompt"),
                step.text("system"));
        step.refuseOthers();
        return spec;
    }

    private static StepSpec step(Members step, @Nullable Map<String, String> inputs, @Nullable String field,
            @Nullable String prompt, @Nullable String system) {
        return new StepSpec(
                step.text("provider"),
                step.text("model"),
                inputs,
                field,
                prompt,
                system,
                step.number("minConfidence", 0, 1),
                step.integer("maxTokens", 1, MAX_TOKENS),
                step.duration("timeout", JobSpecReader.SHORTEST_TIMEOUT, JobSpecReader.LONGEST_TIMEOUT),
                options(step),
                expectation(step),
                endpoint(step),
                step.pointer());
    }

    private static @Nullable Endpoint endpoint(Members step) {
        String path = step.text("endpoint");
        Endpoint endpoint = path == null ? null : Endpoint.ofPath(path).orElse(null);
        if (path != null && endpoint == null) {
            step.refuse("endpoint", "\"endpoint\" is one of %s, to which the prompt is handed as the whole request."
                    .formatted(Stream.of(Endpoint.values()).map(Endpoint::path).collect(Collectors.joining(", "))));
        }
        return endpoint;
    }

    private static Map<String, JsonNode> options(Members step) {
        Members options = step.object("options");
        return options == null ? Map.of() : options.properties();
    }

    private static @Nullable Expectation expectation(Members step) {
        Members expect = step.object("expect");
        if (expect == null) {
            return null;
        }
        var expectation = new Expectation(
                expect.integer("inputTokens", 0, MAX_TOKENS),
                expect.integer("outputTokens", 0, MAX_TOKENS),
                expect.number("seconds", 0, 86_400));
        expect.refuseOthers();
        return expectation;
    }
}

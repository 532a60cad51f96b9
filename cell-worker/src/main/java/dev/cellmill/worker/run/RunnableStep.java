package dev.cellmill.worker.run;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.StepFingerprint;
import dev.cellmill.common.plan.WorstCase;
import dev.cellmill.common.schema.JsonSchema;
import dev.cellmill.common.template.InvalidTemplate;
import dev.cellmill.common.template.RenderedTooLarge;
import dev.cellmill.common.template.Template;
import dev.cellmill.worker.provider.ProviderRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One step of a column's waterfall, its templates compiled, beside the provider that answers it. Thread-safe. */
final class RunnableStep {
    private final PlannedColumn column;
    private final PlannedStep plan;
    private final Map<String, String> parameters;
    private final boolean stream;
    private final @Nullable ProviderGate gate;
    private final @Nullable RunnableStep next;
    private final StepFingerprint fingerprint;
    private final WorstCase worst;
    private final AnswerReader reader;
    private final StepTemplates templates;

    /**
     * @param gate null if this worker has no such provider
     * @param next null for the last step
     * @throws InvalidTemplate if a template cannot be read
     */
    RunnableStep(
            RunnableColumn in, PlannedStep plan, @Nullable ProviderGate gate, @Nullable RunnableStep next) {
        this.column = in.column();
        this.plan = plan;
        this.parameters = in.parameters();
        this.stream = in.stream();
        this.gate = gate;
        this.next = next;
        this.fingerprint = new StepFingerprint(in.tenant(), plan, column.output(), parameters);
        this.worst = new WorstCase(plan, column.output());
        this.reader = new AnswerReader(plan, column.output(), in.schema(),
                gate != null && gate.provider().asksInForm());
        this.templates = StepTemplates.of(plan);
    }

    /**
     * What the steps of a column have in common.
     *
     * @param schema that its values are held against, null if none is
     */
    record RunnableColumn(TenantId tenant, PlannedColumn column, Map<String, String> parameters,
            boolean stream, @Nullable JsonSchema schema) {

        /** @throws IllegalArgumentException if its schema cannot be used */
        static RunnableColumn of(TenantId tenant, PlannedColumn column, Map<String, String> parameters,
                boolean stream) {
            JsonNode source = column.output().schema();
            return new RunnableColumn(tenant, column, parameters, stream,
                    source == null ? null : compiled(column, source));
        }

        private static JsonSchema compiled(PlannedColumn column, JsonNode source) {
            return switch (JsonSchema.compile(source)) {
                case JsonSchema.Compiled.Usable(JsonSchema schema) -> schema;
                case JsonSchema.Compiled.Refused(String pointer, String why) -> throw new IllegalArgumentException(
                        "the schema of column %s at \"%s\": %s; submit the job anew with another"
                                .formatted(column.name(), pointer, why));
            };
        }
    }

    PlannedColumn column() {
        return column;
    }

    PlannedStep plan() {
        return plan;
    }

    @Nullable
    ProviderGate gate() {
        return gate;
    }

    @Nullable
    RunnableStep next() {
        return next;
    }

    StepFingerprint fingerprint() {
        return fingerprint;
    }

    /** What the answer is kept with, so that it is not stale only because other examples are shown. */
    Fingerprint fingerprintWithoutExamples(CellTask task) {
        return fingerprint.hasExamples() ? fingerprint.withoutExamples(task.inputs()) : task.fingerprint();
    }

    AnswerReader reader() {
        return reader;
    }

    WorstCase worst() {
        return worst;
    }

    boolean isLanguageModel() {
        return plan.family() == ProviderFamily.LLM;
    }

    /** @throws RenderedTooLarge if a template makes too much of the inputs */
    ProviderRequest request(CellTask task, ProviderGate of) {
        Map<String, String> names = task.inputs();
        if (!parameters.isEmpty()) {
            names = new HashMap<>(parameters);
            names.putAll(task.inputs());
        }
        Map<String, String> inputs = templates.inputs(names);
        if (plan.endpoint() != null) {
            // what a budget set aside is the one bound that is not the request's own
            return new ProviderRequest(plan.model(), templates.prompt(names), null, List.of(), inputs, Map.of(),
                    Map.of(), task.reservation() == null ? null : plan.maxTokens(), plan.answer(column.output()),
                    plan.timeout(), stream).to(plan.endpoint());
        }
        return new ProviderRequest(plan.model(), templates.prompt(names), templates.system(names),
                plan.examples(), inputs,
                ownNames(of, inputs, names), plan.options(), plan.maxTokens(), plan.answer(column.output()),
                plan.timeout(), stream);
    }

    /** Only what the provider's own templates use: most providers have none. */
    private static Map<String, String> ownNames(
            ProviderGate of, Map<String, String> inputs, Map<String, String> names) {
        var references = of.provider().profile().references();
        if (references.isEmpty()) {
            return Map.of();
        }
        var own = new HashMap<String, String>();
        for (String name : references) {
            String value = inputs.containsKey(name) ? inputs.get(name) : names.get(name);
            if (value != null) {
                own.put(name, value);
            }
        }
        return own;
    }
}

package dev.cellmill.common.plan;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.fingerprint.FingerprintBuilder;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fingerprint of a step's requests: SHA-256 over provider, configuration hash, model, templates, options,
 * the answer's type (where it is part of the request), parameters, tenant, endpoint and examples, then the values of the referenced
 * columns.
 * Neither the column's name nor which field it picks takes part, so columns that pick from one answer share one call.
 * Thread-safe.
 */
public final class StepFingerprint {
    private final FingerprintBuilder prefix;
    private final FingerprintBuilder withoutExamples;
    private final PlannedStep step;

    public StepFingerprint(TenantId tenant, PlannedStep step, OutputType output, Map<String, String> parameters) {
        this.step = step;
        this.withoutExamples = new FingerprintBuilder()
                .add(tenant.value())
                .add(step.provider())
                .add(step.configHash())
                .add(step.model())
                .add(step.system())
                .add(step.prompt())
                .add(Json.MAPPER.writeValueAsString(new TreeMap<>(step.inputs())))
                .add(Json.MAPPER.writeValueAsString(new TreeMap<>(step.options())))
                .add(step.maxTokens() == null ? null : step.maxTokens().toString())
                .add(step.family().readsOutput() ? Json.MAPPER.writeValueAsString(step.answer(output)) : null)
                .add(Json.MAPPER.writeValueAsString(new TreeMap<>(parameters)));
        if (step.endpoint() != null) {
            withoutExamples.add(step.endpoint().path());
        }
        this.prefix = step.examples().isEmpty()
                ? withoutExamples
                : withoutExamples.copy().add(Json.MAPPER.writeValueAsString(step.examples()));
    }

    /** @param values by column; those that the step does not refer to take no part, an absent one is an empty one */
    public Fingerprint of(Map<String, String> values) {
        return of(prefix, values);
    }

    /** What decides whether an answer is stale: the same, whatever examples were shown. Values as for {@link #of}. */
    public Fingerprint withoutExamples(Map<String, String> values) {
        return of(withoutExamples, values);
    }

    public boolean hasExamples() {
        return !step.examples().isEmpty();
    }

    private Fingerprint of(FingerprintBuilder from, Map<String, String> values) {
        FingerprintBuilder builder = from.copy();
        for (String name : step.references()) {
            builder.add(name).add(values.getOrDefault(name, ""));
        }
        return builder.build();
    }
}

package dev.cellmill.common.plan;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.fingerprint.FingerprintBuilder;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a column asks, whatever the row and whatever its name: over its steps' requests, the confidence that each must
 * have, output type, parameters and tenant. Columns with the same one take alike.
 */
public final class ColumnFingerprint {
    private ColumnFingerprint() {}

    public static Fingerprint of(TenantId tenant, PlannedColumn column, Map<String, String> parameters) {
        var builder = new FingerprintBuilder()
                .add(tenant.value())
                .add(Json.MAPPER.writeValueAsString(column.output()))
                .add(Json.MAPPER.writeValueAsString(new TreeMap<>(parameters)));
        for (PlannedStep step : column.steps()) {
            builder.add(step.provider())
                    .add(step.configHash())
                    .add(step.model())
                    .add(step.system())
                    .add(step.prompt())
                    .add(Json.MAPPER.writeValueAsString(new TreeMap<>(step.inputs())))
                    .add(Json.MAPPER.writeValueAsString(new TreeMap<>(step.options())))
                    .add(step.maxTokens() == null ? null : step.maxTokens().toString())
                    .add(step.minConfidence() == null ? null : step.minConfidence().toString());
            if (step.endpoint() != null) {
                builder.add(step.endpoint().path());
            }
        }
        return builder.build();
    }
}

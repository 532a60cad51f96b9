package dev.cellmill.common.job;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.plan.Endpoint;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One step of a column's waterfall, as written. What is null is the column's, the job's or the provider's.
 *
 * @param provider null for the default one
 * @param inputs templates by the provider's input name; they replace the column's as a whole
 * @param field name or JSON Pointer within the answer
 * @param minConfidence 0 to 1
 * @param endpoint that takes the prompt as the whole body of a request
 * @param pointer where it stands in the document
 */
public record StepSpec(
        @Nullable String provider,
        @Nullable String model,
        @Nullable Map<String, String> inputs,
        @Nullable String field,
        @Nullable String prompt,
        @Nullable String system,
        @Nullable Double minConfidence,
        @Nullable Integer maxTokens,
        @Nullable Duration timeout,
        Map<String, JsonNode> options,
        @Nullable Expectation expect,
        @Nullable Endpoint endpoint,
        String pointer) {

    public StepSpec {
        inputs = inputs == null ? null : Map.copyOf(inputs);
        options = Map.copyOf(options);
        requireNonNull(pointer, "pointer is null");
    }
}

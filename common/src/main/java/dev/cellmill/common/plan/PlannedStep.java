package dev.cellmill.common.plan;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One step of a column's waterfall, with everything resolved: one request to one provider.
 *
 * @param prompt template; null for providers that take inputs
 * @param inputs templates by the provider's input name
 * @param field name or JSON Pointer within the answer; null takes the whole answer
 * @param minConfidence 0 to 1; null takes any answer
 * @param timeout of one attempt
 * @param maxAttempts calls at most, from 1
 * @param baseDelay the longest first wait between attempts; doubles with each
 * @param references the row's columns that decide the request, sorted
 * @param price null where it is not known
 * @param examples that are shown to a language model before the prompt, or to a classifier, the same for every row
 * @param endpoint that takes the prompt as the whole body of a request; null where a request is made of the prompt
 */
public record PlannedStep(
        String provider,
        String lane,
        ProviderFamily family,
        String configHash,
        @Nullable String model,
        @Nullable String prompt,
        @Nullable String system,
        Map<String, String> inputs,
        Map<String, JsonNode> options,
        @Nullable Integer maxTokens,
        @Nullable String field,
        @Nullable Double minConfidence,
        Duration timeout,
        int maxAttempts,
        Duration baseDelay,
        List<String> references,
        @Nullable Price price,
        List<Example> examples,
        @Nullable Endpoint endpoint) {

    /** A {@link #question()}, rendered, and the answer that a person gave or confirmed. */
    public record Example(String prompt, String answer) {
        public Example {
            requireNonNull(prompt, "prompt is null");
            requireNonNull(answer, "answer is null");
        }
    }

    public PlannedStep {
        requireNonNull(provider, "provider is null");
        requireNonNull(lane, "lane is null");
        requireNonNull(family, "family is null");
        requireNonNull(configHash, "configHash is null");
        requireNonNull(timeout, "timeout is null");
        requireNonNull(baseDelay, "baseDelay is null");
        inputs = Map.copyOf(inputs);
        options = Map.copyOf(options);
        references = references.stream().distinct().sorted().toList();
        // plans that were stored before there were any have none
        examples = examples == null ? List.of() : List.copyOf(examples);
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("maxAttempts is at least 1, not " + maxAttempts);
        }
    }

    /** The template of what its examples answer; null if it takes none. */
    public @Nullable String question() {
        return switch (family) {
            case LLM -> endpoint == null ? prompt : null;
            case CLASSIFIER -> inputs.get("text");
            case HTTP, COMMAND, LOCAL -> null;
        };
    }

    /** The type of the whole answer where a column's values are of this one: JSON, if only a field of a model's is taken. */
    public OutputType answer(OutputType values) {
        return family != ProviderFamily.LLM || field == null || values.kind() == OutputType.Kind.JSON
                ? values
                : OutputType.of(OutputType.Kind.JSON);
    }

    public PlannedStep withExamples(List<Example> others) {
        return new PlannedStep(provider, lane, family, configHash, model, prompt, system, inputs, options, maxTokens,
                field, minConfidence, timeout, maxAttempts, baseDelay, references, price, others, endpoint);
    }

    /** One whose request is made of its prompt. */
    public PlannedStep(String provider, String lane, ProviderFamily family, String configHash, @Nullable String model,
            @Nullable String prompt, @Nullable String system, Map<String, String> inputs,
            Map<String, JsonNode> options, @Nullable Integer maxTokens, @Nullable String field,
            @Nullable Double minConfidence, Duration timeout, int maxAttempts, Duration baseDelay,
            List<String> references, @Nullable Price price, List<Example> examples) {
        this(provider, lane, family, configHash, model, prompt, system, inputs, options, maxTokens, field,
                minConfidence, timeout, maxAttempts, baseDelay, references, price, examples, null);
    }

    /** One whose price is not known, without examples. */
    public PlannedStep(String provider, String lane, ProviderFamily family, String configHash, @Nullable String model,
            @Nullable String prompt, @Nullable String system, Map<String, String> inputs,
            Map<String, JsonNode> options, @Nullable Integer maxTokens, @Nullable String field,
            @Nullable Double minConfidence, Duration timeout, int maxAttempts, Duration baseDelay,
            List<String> references) {
        this(provider, lane, family, configHash, model, prompt, system, inputs, options, maxTokens, field,
                minConfidence, timeout, maxAttempts, baseDelay, references, null, List.of());
    }
}

package dev.cellmill.worker.provider;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.plan.Endpoint;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.PlannedStep;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One request, templates rendered.
 *
 * @param examples that a language model is shown before the prompt, or a classifier goes by
 * @param inputs by the provider's input name, rendered
 * @param names what the provider's own templates may refer to: the inputs, then the row's columns and parameters
 * @param timeout of the attempt
 * @param stream whether the answer is wanted piece by piece, where the server can
 * @param output the type of the whole answer
 * @param repair what was wrong with the answer before; null if there was none
 * @param endpoint that the prompt is handed to as the whole request, whose answers are held to {@code maxTokens} if that
 *     is given; null where the request is made of the prompt
 */
public record ProviderRequest(
        @Nullable String model,
        @Nullable String prompt,
        @Nullable String system,
        List<PlannedStep.Example> examples,
        Map<String, String> inputs,
        Map<String, String> names,
        Map<String, JsonNode> options,
        @Nullable Integer maxTokens,
        OutputType output,
        Duration timeout,
        boolean stream,
        @Nullable Repair repair,
        @Nullable Endpoint endpoint) {

    public ProviderRequest {
        examples = List.copyOf(examples);
        inputs = Map.copyOf(inputs);
        names = Map.copyOf(names);
        options = Map.copyOf(options);
        requireNonNull(output, "output is null");
        requireNonNull(timeout, "timeout is null");
    }

    /** One that is made for the first time. */
    public ProviderRequest(@Nullable String model, @Nullable String prompt, @Nullable String system,
            List<PlannedStep.Example> examples, Map<String, String> inputs, Map<String, String> names,
            Map<String, JsonNode> options, @Nullable Integer maxTokens, OutputType output, Duration timeout,
            boolean stream) {
        this(model, prompt, system, examples, inputs, names, options, maxTokens, output, timeout, stream, null, null);
    }

    /** The same, handed through to an endpoint. */
    public ProviderRequest to(Endpoint at) {
        return new ProviderRequest(model, prompt, system, examples, inputs, names, options, maxTokens, output, timeout,
                stream, repair, at);
    }

    /** The same, after an answer that could not be used. */
    public ProviderRequest with(Repair shown) {
        return new ProviderRequest(model, prompt, system, examples, inputs, names, options, maxTokens, output, timeout,
                stream, shown, endpoint);
    }
}

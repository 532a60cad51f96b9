package dev.cellmill.worker.provider.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.money.NanoDollars;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.Price;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.WorstCase;
import dev.cellmill.worker.provider.ProviderRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import tools.jackson.databind.JsonNode;

/** What is set aside for a call is never less than what it can cost. */
public abstract class WorstCaseContract {
    private static final Map<String, JsonNode> OPTIONS = Map.of("reasoning_effort",
            Json.MAPPER.getNodeFactory().stringNode("minimal"), "stop", Json.MAPPER.readTree("[\"\\n\", \"ü\"]"));

    private static final List<PlannedStep.Example> EXAMPLES = List.of(new PlannedStep.Example("ü \"x\"", "1\n"),
            new PlannedStep.Example("", ""));

    private static final OutputType TYPED = new OutputType(OutputType.Kind.JSON, List.of(), Json.MAPPER.readTree(
            "{\"type\":\"object\",\"properties\":{\"ü\":{\"type\":\"string\"}}}"));

    protected abstract ChatProtocol protocol();

    @Property
    void aRequestHasNoMoreBytesThanAreReckonedWith(@ForAll @StringLength(max = 300) String prompt,
            @ForAll @StringLength(max = 100) String system, @ForAll boolean stream,
            @ForAll @IntRange(max = 2) int kind) {
        OutputType output = List.of(OutputType.TEXT, OutputType.of(OutputType.Kind.JSON), TYPED).get(kind);
        PlannedStep step = step(1, 50);
        var request = new ProviderRequest("model", prompt, system, EXAMPLES, Map.of(), Map.of(), OPTIONS, 50, output,
                Duration.ofSeconds(1), false);

        byte[] body = Json.MAPPER.writeValueAsBytes(protocol().body(request, "model", 50, stream));

        assertThat(new WorstCase(step, output).requestBytes(prompt, system)).isGreaterThanOrEqualTo(body.length);
    }

    @Property
    void noUsageWithinTheBoundsCostsMoreThanTheWorst(@ForAll @IntRange(max = 100_000) int bytes,
            @ForAll @IntRange(max = 100_000) int input, @ForAll @IntRange(max = 50) int output,
            @ForAll @IntRange(min = 1, max = 5) int attempts) {
        PlannedStep step = step(attempts, 50);
        var worst = new WorstCase(step, OutputType.TEXT);
        Price price = step.price();
        long cost = NanoDollars.ofDollars(price.inputPerMillion().multiply(BigDecimal.valueOf(Math.min(input, bytes)))
                .add(price.outputPerMillion().multiply(BigDecimal.valueOf(output))).movePointLeft(6));

        assertThat(cost).isLessThanOrEqualTo(worst.ofAttempt(bytes));
        assertThat(worst.ofAttempt(bytes)).isLessThanOrEqualTo(worst.ofRepair(bytes));
        assertThat(cost * attempts).isLessThanOrEqualTo(worst.ofStep(bytes));
        assertThat(worst.ofAttempt(bytes) + (attempts - 1) * worst.ofRepair(bytes))
                .isLessThanOrEqualTo(worst.ofStep(bytes));
    }

    private static PlannedStep step(int attempts, int maxTokens) {
        return new PlannedStep("gpt", "ai", ProviderFamily.LLM, "hash", "model", "{{x}}", null, Map.of(), OPTIONS,
                maxTokens, null, null, Duration.ofSeconds(1), attempts, Duration.ofMillis(1), List.of("x"),
                new Price(new BigDecimal("1.37"), new BigDecimal("7.003"), maxTokens, BigDecimal.ZERO), EXAMPLES);
    }
}

package dev.cellmill.worker.provider.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.EscapedText;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.money.NanoDollars;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.Price;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.WorstCase;
import dev.cellmill.worker.provider.ProviderRequest;
import dev.cellmill.worker.provider.Repair;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is set aside for a call is never less than what it can cost. */
public abstract class WorstCaseContract {
    private static final Map<String, JsonNode> OPTIONS = Map.of("reasoning_effort",
            Json.MAPPER.getNodeFactory().stringNode("minimal"), "stop", Json.MAPPER.readTree("[\"\\n\", \"ü\"]"));

    private static final List<PlannedStep.Example> EXAMPLES = List.of(new PlannedStep.Example("ü \"x\"", "1\n"),
            new PlannedStep.Example("", ""));

    protected abstract ChatProtocol protocol();

    @Property
    void aRequestHasNoMoreBytesThanAreReckonedWith(@ForAll @StringLength(max = 300) String prompt,
            @ForAll @StringLength(max = 100) String system, @ForAll("outputs") OutputType output,
            @ForAll boolean stream) {
        assertThat(reckoned(prompt, system, output))
                .isGreaterThanOrEqualTo(written(request(prompt, system, output), stream));
    }

    @Property
    void aRepairAddsNoMoreBytesThanAreReckonedWith(@ForAll @StringLength(max = 30) String prompt,
            @ForAll("long") String answer, @ForAll("long") String why, @ForAll("outputs") OutputType output) {
        ProviderRequest first = request(prompt, null, output);
        assertThat(written(first.with(new Repair(answer, why)), false) - written(first, false))
                .isLessThanOrEqualTo(WorstCase.REPAIR);
    }

    @Property
    void whatIsShownOfAnAnswerIsItsBeginningAndMostOfTheBound(@ForAll("long") String answer) {
        var repair = new Repair(answer, "no");
        if (!answer.isBlank()) {
            assertThat(answer).startsWith(repair.answer());
            assertThat(repair.answer().length() == answer.length() || EscapedText.bytes(repair.answer()) > 1_000)
                    .isTrue();
        }
    }

    @Provide
    Arbitrary<OutputType> outputs() {
        Arbitrary<OutputType> scalars = Arbitraries.of(OutputType.Kind.values())
                .filter(kind -> kind != OutputType.Kind.ENUM).map(OutputType::of);
        Arbitrary<OutputType> enums = Arbitraries.strings().ofMinLength(1).ofMaxLength(40).list().ofMinSize(1)
                .ofMaxSize(40).map(values -> new OutputType(OutputType.Kind.ENUM, values, null));
        Arbitrary<OutputType> schemas = Arbitraries.of("{\"type\":\"object\",\"title\":\"ü\"}",
                "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}", "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{}}}")
                .map(schema -> new OutputType(OutputType.Kind.JSON, List.of(), Json.MAPPER.readTree(schema)));
        return Arbitraries.oneOf(scalars, enums, schemas);
    }

    @Provide("long")
    Arbitrary<String> longTexts() {
        return Arbitraries.oneOf(Arbitraries.strings().ofMaxLength(3_000),
                Arbitraries.strings().withChars('\u0001', '"', '/', 'ü', '\n').ofMaxLength(3_000),
                Arbitraries.strings().withChars("😀").ofMaxLength(1_000)).map(WorstCaseContract::whole);
    }

    /** Answers come cleaned: no half of a surrogate pair is left in them. */
    private static String whole(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static long reckoned(String prompt, String system, OutputType output) {
        return new WorstCase(step(1, 50), output).requestBytes(prompt, system);
    }

    private int written(ProviderRequest request, boolean stream) {
        return Json.MAPPER.writeValueAsBytes(protocol().body(request, "model", 50, stream)).length;
    }

    private static ProviderRequest request(String prompt, @Nullable String system, OutputType output) {
        return new ProviderRequest("model", prompt, system, EXAMPLES, Map.of(), Map.of(), OPTIONS, 50, output,
                Duration.ofSeconds(1), false);
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

package dev.cellmill.worker.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cellmill.common.json.Json;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenConfidenceTest {

    @Test
    void isTheGeometricMeanOfTheTokensProbabilities() {
        assertThat(of(false, token("soft", 0.9), token("ware", 0.4))).isCloseTo(Math.sqrt(0.36), within(1e-9));
    }

    /** One doubtful token among many certain ones: 0.3, not the 0.86 that all of them have. */
    @Test
    void theWrappingOfAValueDoesNotHideADoubtfulOne() {
        assertThat(of(true, token("{\\\"", 1), token("value", 1), token("\\\":", 1), token(" \\\"", 1),
                token("soft", 0.3), token("\\\"}", 1))).isCloseTo(0.3, within(1e-9));
        assertThat(of(true, token("{\\\"value\\\":", 1), token("12", 0.5), token("}", 1), token("\\n", 1)))
                .isCloseTo(0.5, within(1e-9));
    }

    @Test
    void anAnswerThatIsNotInItsWrappingCountsWhole() {
        assertThat(of(true, token("soft", 0.9), token("ware", 0.4))).isCloseTo(0.6, within(1e-9));
        assertThat(of(true, token("{\\\"value\\\":\\\"\\\"}", 0.5))).isCloseTo(0.5, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"choices\":[{\"logprobs\":null}]}",
            "{\"choices\":[{\"logprobs\":{\"content\":[]}}]}",
            "{\"choices\":[{\"logprobs\":{\"content\":[{\"token\":\"a\",\"logprob\":null}]}}]}",
            "{\"choices\":[{\"logprobs\":{\"content\":[{\"token\":\"a\",\"logprob\":-1},{\"token\":\"b\"}]}}]}"})
    void withoutProbabilitiesThereIsNone(String answer) {
        assertThat(TokenConfidence.of(Json.MAPPER.readTree(answer), false)).isNull();
    }

    @Property
    void liesBetweenTheLeastAndTheMostProbableToken(
            @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = -9999, max = 0) Double> logprobs) {
        String tokens = logprobs.stream().map("{\"token\":\"x\",\"logprob\":%s}"::formatted)
                .collect(Collectors.joining(","));
        assertThat(TokenConfidence.of(answer(tokens), true)).isBetween(
                Math.exp(logprobs.stream().mapToDouble(Double::doubleValue).min().orElseThrow()) - 1e-9,
                Math.exp(logprobs.stream().mapToDouble(Double::doubleValue).max().orElseThrow()) + 1e-9);
    }

    private static String token(String escaped, double probability) {
        return "{\"token\":\"%s\",\"logprob\":%s}".formatted(escaped, Math.log(probability));
    }

    private static @Nullable Double of(boolean isWrapped, String... tokens) {
        return TokenConfidence.of(answer(String.join(",", tokens)), isWrapped);
    }

    private static tools.jackson.databind.JsonNode answer(String tokens) {
        return Json.MAPPER.readTree("{\"choices\":[{\"logprobs\":{\"content\":[%s]}}]}".formatted(tokens));
    }
}

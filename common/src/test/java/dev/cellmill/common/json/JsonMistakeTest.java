package dev.cellmill.common.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;

class JsonMistakeTest {
    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\"", "{\"a\":1,\"a\":2}", "{a}", "\"\\u00", "truth", "[1,]", "{\"a\":\"\n\"}", "",
            "{\"a\": 01}", "[1}", "\u0001"})
    void whatIsSaidIsAboutTheTextAndNotAboutTheParser(String text) {
        JacksonException e = catchThrowableOfType(JacksonException.class,
                () -> Json.OUTSIDE.readerFor(Object.class).readValue(text));
        assertThat(JsonMistake.of(e)).isNotBlank().doesNotContainIgnoringCase("source", "feature", "jackson", "`",
                "start marker", "java.");
    }

    @Test
    void ofAListThatIsNeverClosedTheMistakeIsNamed() {
        JacksonException e = catchThrowableOfType(JacksonException.class, () -> Json.OUTSIDE.readTree("[1"));
        assertThat(JsonMistake.of(e)).startsWith("Unexpected end-of-input").endsWith("for Array");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "1", "{\"a\":1}"})
    void whatComesFromOutsideHasABoundOfValues(String value) {
        String many = "[" + (value + ",").repeat(Json.MAX_TOKENS) + "1]";
        assertThatExceptionOfType(StreamConstraintsException.class).isThrownBy(() -> Json.OUTSIDE.readTree(many))
                .satisfies(e -> assertThat(JsonMistake.of(e)).contains("100,000").doesNotContain("Stream"));
        assertThatExceptionOfType(StreamConstraintsException.class).isThrownBy(() -> Yaml.read(many));
        assertThat(Json.OUTSIDE.readTree("[" + (value + ",").repeat(10_000) + "1]").size()).isEqualTo(10_001);
    }
}

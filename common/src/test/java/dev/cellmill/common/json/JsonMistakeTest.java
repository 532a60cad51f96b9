package dev.cellmill.common.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DeserializationFeature;

class JsonMistakeTest {
    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\"", "{\"a\":1,\"a\":2}", "{a}", "\"\\u00", "truth", "[1,]", "{\"a\":\"\n\"}", "",
            "{\"a\": 01}", "[1}", "\u0001"})
    void whatIsSaidIsAboutTheTextAndNotAboutTheParser(String text) {
        JacksonException e = catchThrowableOfType(JacksonException.class,
                () -> Json.OUTSIDE.readerFor(Object.class).readValue(text));
        assertThat(JsonMistake.of(e)).isNotBlank().doesNotContainIgnoringCase("source", "feature", "jackson", "`",
                "start marker", "java.");
        assertThat(JsonMistake.placed(e)).contains("; ").doesNotContainIgnoringCase("source", "feature", "jackson", "`",
                "marker", "java.", "token", "code ", "expecting");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"{`a`:1,`a`:2}|the name `a` stands twice",
            "[1,nope]|`nope` is no value", "{`a`:1}}|the character } does not belong there", "[1|it ends too early",
            "{`a`:}|the character } does not", "{`a|it ends too early", "[`\\x`]|it is no JSON there"})
    void itsPlaceIsNamedAndWhatIsWrongThere(String text, String says) {
        String line = text.replace('`', '"');
        JacksonException e = catchThrowableOfType(JacksonException.class, () -> Json.MAPPER.readerFor(Object.class)
                .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readValue("\n" + line));
        assertThat(JsonMistake.placed(e)).startsWith("in line 2, character ").contains(": " + says.replace('`', '"'));
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

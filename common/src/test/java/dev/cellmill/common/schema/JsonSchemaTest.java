package dev.cellmill.common.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.schema.JsonSchema.Compiled;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"type\":\"integer\"} | 5",
            "{\"type\":\"integer\"} | 5.0",
            "true | [1]",
            "{\"properties\":{\"d\":{\"format\":\"date\"}}} | {\"d\":\"2024-02-29\"}",
            "{\"$defs\":{\"n\":{\"type\":\"number\"}},\"items\":{\"$ref\":\"#/$defs/n\"}} | [1,2.5]",
            "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"items\":[{\"type\":\"string\"}]} | [\"a\",1]",
            "{\"$schema\":\"http://json-schema.org/draft-04/schema\",\"minimum\":3,\"exclusiveMinimum\":true} | 4",
            "{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"} | {\"type\":\"string\"}",
            "{\"$id\":\"https://a.example/x\",\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"type\":\"number\"}}} | 1",
            "{\"pattern\":\"^[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}$\"} | \"0198c2a4-0000-7000-8000-00000000000f\""})
    void aValueThatFitsHasNoComplaint(String schema, String value) {
        assertThat(complaint(schema, value)).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"type\":\"object\",\"required\":[\"n\"]} | {} | required property 'n' not found",
            "{\"properties\":{\"a\":{\"items\":{\"minimum\":3}}}} | {\"a\":[3,2]} | /a/1 must have a minimum value of 3",
            "{\"properties\":{\"d\":{\"format\":\"date\"}}} | {\"d\":\"2023-02-29\"} | date",
            "{\"additionalProperties\":false} | {\"x\":1} | 'x'",
            "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"items\":[{\"type\":\"string\"}]} | [1] | /0",
            "{\"$schema\":\"http://json-schema.org/draft-04/schema\",\"minimum\":3,\"exclusiveMinimum\":true} | 3 | 3",
            "false | 1 | false"})
    void aValueThatDoesNotFitIsToldWhereAndWhy(String schema, String value, String complaint) {
        assertThat(complaint(schema, value)).contains(complaint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"type\":\"objct\"} | /type | enumeration",
            "{\"properties\":{\"a/b\":{\"minimum\":\"x\"}}} | /properties/a~1b/minimum | number expected",
            "[1] | `` | object",
            "{\"$schema\":\"https://a.example/mine\"} | /$schema | https://json-schema.org/draft/2020-12/schema",
            "{\"$schema\":5} | /$schema | draft",
            "{\"items\":{\"$ref\":\"https://a.example/x.json\"}} | /items/$ref | nothing else is fetched",
            "{\"items\":{\"$ref\":\"file:///etc/passwd\"}} | /items/$ref | nothing else is fetched",
            "{\"anyOf\":[{\"$ref\":\"classpath:draft-07/schema\"}]} | /anyOf/0/$ref | nothing else is fetched",
            "{\"$ref\":\"#/$defs/b\"} | /$ref | leads to nothing",
            "{\"pattern\":\"(\"} | /pattern | valid",
            "{\"pattern\":\"(?=x)y\"} | /pattern | valid",
            "{\"patternProperties\":{\"(a)\\\\1\":true}} | /patternProperties | valid",
            "{\"$ref\":\"#\"} | `` | no end",
            "{\"allOf\":[{\"$ref\":\"#\"},{\"$ref\":\"#\"}]} | `` | no end",
            "{\"pattern\":\"((a{1,1000}){1,1000}){1,1000}\"} | /pattern | valid"})
    void aSchemaThatCannotBeUsedIsToldWhereAndWhy(String schema, String pointer, String why) {
        var refused = (Compiled.Refused) JsonSchema.compile(Json.MAPPER.readTree(schema));
        assertThat(refused.pointer()).isEqualTo(pointer);
        assertThat(refused.why()).contains(why);
    }

    @Test
    void aRegularExpressionThatWouldNeverEndElsewhereEnds() {
        String endless = "\"" + "a".repeat(50_000) + "!\"";
        assertThat(complaint("{\"pattern\":\"^(a+)+$\"}", endless)).contains("pattern");
    }

    @Test
    void thePatternsOfASchemaAreBoundedTogether() {
        String pattern = "{\"pattern\":\"^[a-z]{900}$\"}";
        assertThat(complaint("{\"allOf\":[%s,%s]}".formatted(pattern, pattern), "5")).isNull();
        String three = "{\"allOf\":[%s,%s,%s]}".formatted(pattern, pattern, pattern);
        assertThat(JsonSchema.compile(Json.MAPPER.readTree(three))).isInstanceOfSatisfying(Compiled.Refused.class,
                refused -> assertThat(refused.why()).contains("shorten"));
    }

    @Test
    void aTextTooLongForItsPatternIsUnfit() {
        assertThat(complaint("{\"pattern\":\"^.{500}\"}", "\"" + "x".repeat(50_000) + "\"")).contains("too long");
    }

    @Test
    void alternativesThatMultiplyAreRefused() {
        String doubled = IntStream.range(1, 60)
                .mapToObj(i -> "\"a%d\":{\"anyOf\":[{\"$ref\":\"#/$defs/a%d\"},{\"$ref\":\"#/$defs/a%d\"}]}"
                        .formatted(i, i - 1, i - 1))
                .collect(Collectors.joining(","));
        String schema = "{\"$ref\":\"#/$defs/a59\",\"$defs\":{\"a0\":{\"type\":\"integer\"},%s}}".formatted(doubled);
        assertThat(JsonSchema.compile(Json.MAPPER.readTree(schema))).isInstanceOf(Compiled.Refused.class);
    }

    @Test
    void jsonAsDeepAsIsReadFitsASchemaThatRefersToItself() {
        String schema = "{\"anyOf\":[{\"type\":\"object\",\"properties\":{\"k\":{\"allOf\":[{\"$ref\":\"#\"}]}}},{\"type\":\"null\"}]}";
        int depth = Json.MAX_DEPTH - 1;
        String value = "{\"k\":".repeat(depth) + "null" + "}".repeat(depth);
        assertThat(complaint(schema, value)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {JsonSchema.MAX_BYTES - 30, JsonSchema.MAX_BYTES})
    void aSchemaHasABoundedLength(int length) {
        String schema = "{\"description\":\"" + "x".repeat(length) + "\"}";
        assertThat(JsonSchema.compile(Json.MAPPER.readTree(schema)) instanceof Compiled.Usable)
                .isEqualTo(length < JsonSchema.MAX_BYTES);
    }

    @Test
    void aComplaintIsShort() {
        String schema = "{\"enum\":[\"" + "x".repeat(5_000) + "\"]}";
        assertThat(complaint(schema, "1")).hasSizeLessThan(310);
    }

    private static @Nullable String complaint(String schema, String value) {
        var compiled = (Compiled.Usable) JsonSchema.compile(Json.MAPPER.readTree(schema));
        return compiled.schema().complaint(Json.MAPPER.readTree(value));
    }
}

package dev.cellmill.common.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.OutputType.Kind;
import dev.cellmill.common.schema.JsonSchema;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AnswerFormTest {
    private static final String WRAPPED = """
            {"type":"object","properties":{"value":%s},"required":["value"],"additionalProperties":false}""";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "NUMBER | {\"type\":\"number\"} | true", "INTEGER | {\"type\":\"integer\"} | true",
            "BOOLEAN | {\"type\":\"boolean\"} | true", "DATE | {\"type\":\"string\",\"format\":\"date\"} | true",
            "URL | {\"type\":\"string\",\"format\":\"uri\"} | false",
            "ENUM | {\"type\":\"string\",\"enum\":[\"a\",\"b\"]} | true"})
    void aScalarIsAskedForAsTheMemberOfAnObject(Kind kind, String value, boolean strict) {
        var output = new OutputType(kind, kind == Kind.ENUM ? List.of("a", "b") : List.of(), null);
        assertThat(AnswerForm.of(output)).hasValueSatisfying(form -> {
            assertThat(form.schema()).hasToString(WRAPPED.formatted(value));
            assertThat(form.isWrapped()).isTrue();
            assertThat(form.isStrict()).isEqualTo(strict);
        });
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = {"TEXT", "JSON"})
    void aTextAndAnyJsonHaveNoForm(Kind kind) {
        assertThat(AnswerForm.of(OutputType.of(kind))).isEmpty();
    }

    @Test
    void aSchemaOfObjectsIsSentAsItIs() {
        String schema = "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"object\"}";
        assertThat(form(schema).schema()).hasToString(schema);
        assertThat(form(schema).isWrapped()).isFalse();
    }

    @Test
    void aSchemaOfAnythingElseIsWrappedUnlessItRefersToItself() {
        AnswerForm list = form(
                "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"array\",\"items\":{\"type\":\"number\"}}");
        assertThat(list.schema()).hasToString(
                WRAPPED.formatted("{\"type\":\"array\",\"items\":{\"type\":\"number\"}}"));
        assertThat(list.isWrapped()).isTrue();
        assertThat(AnswerForm.of(json("{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}}"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "true | {\"type\":\"object\",\"properties\":{\"a\":{\"type\":[\"string\",\"null\"],\"description\":\"x\"}},\"required\":[\"a\"],\"additionalProperties\":false}",
            "true | {\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/b\"}},\"required\":[\"a\"],\"additionalProperties\":false,\"$defs\":{\"b\":{\"type\":\"integer\"}}}",
            "true | {\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\",\"items\":{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}}},\"required\":[\"a\"],\"additionalProperties\":false}",
            "false | {\"type\":\"object\"}",
            "false | {\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"]}",
            "false | {\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[],\"additionalProperties\":false}",
            "false | {\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"minLength\":2}},\"required\":[\"a\"],\"additionalProperties\":false}",
            "false | {\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"format\":\"uri\"}},\"required\":[\"a\"],\"additionalProperties\":false}",
            "false | {\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\"}},\"required\":[\"a\"],\"additionalProperties\":false}",
            "false | {\"type\":\"object\",\"properties\":{\"a\":true},\"required\":[\"a\"],\"additionalProperties\":false}",
            "false | {\"type\":\"object\",\"properties\":{},\"required\":[],\"additionalProperties\":false,\"allOf\":[]}",
            "false | {\"type\":\"object\",\"properties\":{},\"required\":[],\"additionalProperties\":false,\"anyOf\":[]}"})
    void strictnessIsAskedForWhereTheSchemaAllowsIt(boolean strict, String schema) {
        assertThat(form(schema).isStrict()).isEqualTo(strict);
    }

    @Test
    void schemasBeyondTheBoundsOfStrictServersAreNotStrict() {
        List<String> values = IntStream.range(0, 251).mapToObj(Integer::toString).toList();
        assertThat(AnswerForm.of(new OutputType(Kind.ENUM, values.subList(0, 250), null)).orElseThrow().isStrict())
                .isTrue();
        assertThat(AnswerForm.of(new OutputType(Kind.ENUM, values, null)).orElseThrow().isStrict()).isFalse();
        assertThat(form(closed(values.subList(0, 100))).isStrict()).isTrue();
        assertThat(form(closed(values.subList(0, 101))).isStrict()).isFalse();
    }

    /** What is asked for and what is accepted are one: the house's own forms are sound schemas. */
    @ParameterizedTest
    @EnumSource(value = Kind.class, names = {"NUMBER", "INTEGER", "BOOLEAN", "DATE", "URL"})
    void everyFormIsASoundSchema(Kind kind) {
        AnswerForm form = AnswerForm.of(OutputType.of(kind)).orElseThrow();
        assertThat(JsonSchema.compile(form.schema())).isInstanceOf(JsonSchema.Compiled.Usable.class);
    }

    @Test
    void onlyASoleValueIsUnwrapped() {
        assertThat(AnswerForm.unwrap(Json.MAPPER.readTree("{\"value\":5}"))).hasToString("5");
        for (String other : List.of("{\"value\":5,\"x\":1}", "{\"Value\":5}", "[5]", "5", "{}")) {
            assertThat(AnswerForm.unwrap(Json.MAPPER.readTree(other))).isNull();
        }
    }

    private static String closed(List<String> names) {
        return "{\"type\":\"object\",\"properties\":{%s},\"required\":[%s],\"additionalProperties\":false}".formatted(
                names.stream().map("\"%s\":{\"type\":\"string\"}"::formatted).collect(Collectors.joining(",")),
                names.stream().map("\"%s\""::formatted).collect(Collectors.joining(",")));
    }

    private static AnswerForm form(String schema) {
        return AnswerForm.of(json(schema)).orElseThrow();
    }

    private static OutputType json(String schema) {
        return new OutputType(Kind.JSON, List.of(), Json.MAPPER.readTree(schema));
    }
}

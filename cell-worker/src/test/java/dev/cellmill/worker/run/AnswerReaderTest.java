package dev.cellmill.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.OutputType.Kind;
import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.ProviderFamily;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

class AnswerReaderTest {
    private static final OutputType COLOURS = new OutputType(Kind.ENUM, List.of("red", "Green", "green"), null);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "NUMBER | '\"1.50\"' | 1.50", "NUMBER | 7 | 7", "NUMBER | '\" -2e3 \"' | -2E+3", "INTEGER | 3.0 | 3",
            "INTEGER | '\"12\"' | 12", "INTEGER | 1e3 | 1000", "INTEGER | '\"-0\"' | 0", "NUMBER | '\"+.5\"' | 0.5",
            "INTEGER | 123456789012345678901234567890 | 123456789012345678901234567890",
            "BOOLEAN | '\" TRUE \"' | true", "DATE | '\" 2024-12-31\\n\"' | '\"2024-12-31\"'",
            "URL | '\"HTTP://a.example:8080\"' | '\"HTTP://a.example:8080\"'", "TEXT | 5 | '\"5\"'", "JSON | 5 | 5",
            "BOOLEAN | true | true", "BOOLEAN | '\"False\"' | false",
            "DATE | '\"2024-02-29\"' | '\"2024-02-29\"'",
            "URL | '\"https://a.example/x?y=1\"' | '\"https://a.example/x?y=1\"'",
            "TEXT | '\" as is \"' | '\" as is \"'", "TEXT | true | '\"true\"'",
            "TEXT | '{\"a\":1}' | '\"{\\\"a\\\":1}\"'",
            "JSON | '[1,{\"a\":null}]' | '[1,{\"a\":null}]'"})
    void aValueOfTheTypeIsReadAsThatType(Kind kind, String answer, String expected) {
        assertThat(value(null, OutputType.of(kind), ProviderFamily.HTTP, answer)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "NUMBER | '\"1,500.00\"'", "NUMBER | '\"1 000\"'", "NUMBER | '\"12 kg\"'", "NUMBER | '\"$5\"'",
            "NUMBER | '\"٣\"'",
            "NUMBER | '\"0x1F\"'", "NUMBER | '\"\"'", "NUMBER | '\"-\"'", "NUMBER | '\".\"'", "NUMBER | '[1]'",
            "INTEGER | '\"1_000\"'",
            "INTEGER | '\"1.5e0\"'", "BOOLEAN | '\"1\"'", "BOOLEAN | '\"t\"'", "BOOLEAN | '\"\"'",
            "DATE | '\"2024-2-9\"'",
            "DATE | '\"2024-02-29T00:00:00Z\"'", "DATE | '\"+12024-02-29\"'", "DATE | '\"2024-04-31\"'",
            "DATE | 20240229",
            "URL | '\"https://a.example:70000\"'", "URL | '\"https://a b.example\"'", "URL | '\"javascript:alert(1)\"'",
            "URL | '\"//a.example\"'", "URL | '\"mailto:a@b.example\"'", "URL | 5", "ENUM | '\"\"'",
            "ENUM | '\"redd\"'", "ENUM | true",
            "NUMBER | '\"1,5\"'", "NUMBER | '\"NaN\"'", "NUMBER | true", "NUMBER | '\"1e999999\"'", "INTEGER | 3.5",
            "INTEGER | '\"\"'", "BOOLEAN | '\"yes\"'", "BOOLEAN | 1", "DATE | '\"2023-02-29\"'",
            "DATE | '\"31.01.2024\"'",
            "URL | '\"ftp://a.example\"'", "URL | '\"a.example\"'", "URL | '\"https:///x\"'", "ENUM | '\"blue\"'"})
    void anythingElseIsUnusable(Kind kind, String answer) {
        OutputType output = kind == Kind.ENUM ? COLOURS : OutputType.of(kind);
        assertThat(read(null, output, ProviderFamily.HTTP, answer)).isInstanceOf(Reading.Unusable.class);
    }

    @Test
    void anEnumIsItsOwnSpellingElseTheFirstThatDiffersInCaseOnly() {
        assertThat(value(null, COLOURS, ProviderFamily.LLM, "\"green\"")).hasToString("\"green\"");
        assertThat(value(null, COLOURS, ProviderFamily.LLM, "\" GREEN\\n\"")).hasToString("\"Green\"");
    }

    @Test
    void nullIsAValueOfEveryType() {
        for (Kind kind : Kind.values()) {
            assertThat(value("x", OutputType.of(kind), ProviderFamily.HTTP, "{\"x\":null}").isNull()).isTrue();
            assertThat(value("y", OutputType.of(kind), ProviderFamily.HTTP, "{\"x\":1}").isNull()).isTrue();
        }
    }

    @Test
    void aFieldIsANameOrAPointer() {
        String answer = "{\"a\":{\"b\":[5]},\"a/b\":6}";
        assertThat(value("/a/b/0", OutputType.of(Kind.INTEGER), ProviderFamily.HTTP, answer)).hasToString("5");
        assertThat(value("a/b", OutputType.of(Kind.INTEGER), ProviderFamily.HTTP, answer)).hasToString("6");
    }

    @Test
    void withoutAFieldAProgramsValueIsTaken() {
        String answer = "{\"value\":7,\"confidence\":0.5,\"why\":\"x\"}";
        assertThat(value(null, OutputType.of(Kind.INTEGER), ProviderFamily.COMMAND, answer)).hasToString("7");
        assertThat(value("value", OutputType.of(Kind.INTEGER), ProviderFamily.COMMAND, answer)).hasToString("7");
        assertThat(value("why", OutputType.TEXT, ProviderFamily.COMMAND, answer)).hasToString("\"x\"");
        assertThat(value(null, OutputType.of(Kind.JSON), ProviderFamily.COMMAND, "{\"a\":1}")).hasToString("{\"a\":1}");
        assertThat(value(null, OutputType.of(Kind.JSON), ProviderFamily.HTTP, "{\"value\":1}"))
                .hasToString("{\"value\":1}");
    }

    @Test
    void whatALanguageModelWrapsIsUnwrapped() {
        String fenced = Json.MAPPER.writeValueAsString("\n```json\n{\"size\": 12}\n```\n");
        assertThat(value(null, OutputType.of(Kind.JSON), ProviderFamily.LLM, fenced)).hasToString("{\"size\":12}");
        assertThat(value("size", OutputType.of(Kind.INTEGER), ProviderFamily.LLM, fenced)).hasToString("12");
        assertThat(value(null, OutputType.of(Kind.NUMBER), ProviderFamily.LLM, "\"```\\n4.2\\n```\""))
                .hasToString("4.2");
    }

    @Test
    void proseWhereJsonIsDueIsUnusable() {
        assertThat(read(null, OutputType.of(Kind.JSON), ProviderFamily.LLM, "\"Sure! {}\""))
                .isEqualTo(new Reading.Unusable(
                        "the answer should be JSON, and is none in line 1, character 1: \"Sure\" is no value of JSON; put texts in double quotes"));
        assertThat(read(null, OutputType.of(Kind.JSON), ProviderFamily.LLM, "\"{} and more\""))
                .isInstanceOf(Reading.Unusable.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "NUMBER | {\"value\": 12.50} | 12.50",
            "NUMBER | {\"value\":0.12345678901234567890123} | 0.12345678901234567890123",
            "NUMBER | 12.50 | 12.50", "NUMBER | {\"value\":\"7\"} | 7", "INTEGER | ```json\\n{\"value\":3}\\n``` | 3",
            "BOOLEAN | {\"value\":false} | false", "BOOLEAN | False | false",
            "DATE | {\"value\":\"2024-02-29\"} | \"2024-02-29\"",
            "URL | {\"value\":\"https://a.example\"} | \"https://a.example\"", "ENUM | {\"value\":\"RED\"} | \"red\"",
            "ENUM | red | \"red\"", "NUMBER | {\"value\":null} | null"})
    void aModelHeldToAFormMayAnswerInItOrBare(Kind kind, String text, String expected) {
        OutputType output = kind == Kind.ENUM ? COLOURS : OutputType.of(kind);
        Reading reading = said(null, output, true, text.replace("\\n", "\n"));
        assertThat(reading).isInstanceOfSatisfying(Reading.Value.class,
                value -> assertThat(value.value()).hasToString(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "true | NUMBER | {\"value\":1e999999999}", "true | NUMBER | {\"value\":12,\"unit\":\"kg\"}",
            "true | NUMBER | {\"value\":{\"value\":1}}", "true | NUMBER | {\"value\":true}",
            "true | DATE | {\"value\":\"2023-02-29\"}",
            "true | ENUM | {\"value\":\"blue\"}", "true | NUMBER | {\"value\":", "true | BOOLEAN | {\"value\":1}",
            "false | NUMBER | {\"value\":12}", "false | ENUM | {\"value\":\"red\"}"})
    void whatIsInNoFormThatWasAskedForIsUnusable(boolean inForm, Kind kind, String text) {
        OutputType output = kind == Kind.ENUM ? COLOURS : OutputType.of(kind);
        assertThat(said(null, output, inForm, text)).isInstanceOf(Reading.Unusable.class);
    }

    @Test
    void aSchemaIsOfTheWholeAnswerOfALanguageModel() {
        OutputType output = json("{\"type\":\"object\",\"required\":[\"size\"]}");
        assertThat(said("/size", output, true, "{\"size\":{\"n\":1}}")).isEqualTo(
                new Reading.Value(Json.MAPPER.readTree("{\"n\":1}")));
        assertThat(said("/size", output, true, "{\"siez\":1}")).isInstanceOfSatisfying(Reading.Unusable.class,
                unusable -> assertThat(unusable.why()).contains("schema", "size"));
        assertThat(said(null, output, true, "")).isInstanceOf(Reading.Unusable.class);
        assertThat(said(null, output, true, "null")).isEqualTo(new Reading.Value(NullNode.getInstance()));
    }

    @Test
    void aSchemaIsOfTheValueThatIsPickedFromAnyOtherAnswer() {
        OutputType output = json("{\"type\":\"integer\"}");
        assertThat(value("/a", output, ProviderFamily.HTTP, "{\"a\":5}")).hasToString("5");
        assertThat(read("/a", output, ProviderFamily.HTTP, "{\"a\":\"5\"}")).isInstanceOf(Reading.Unusable.class);
    }

    @Test
    void jsonThatIsNoObjectIsUnwrapped() {
        OutputType output = json("{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}");
        for (String text : List.of("{\"value\":[1,2]}", "[1,2]")) {
            assertThat(said(null, output, true, text)).isEqualTo(
                    new Reading.Value(Json.MAPPER.readTree("[1,2]")));
        }
        assertThat(said(null, output, false, "{\"value\":[1,2]}")).isInstanceOf(Reading.Unusable.class);
    }

    @Test
    void whatTheDatabaseCannotTakeIsReplacedAlsoWhereItIsEscapedWithinJson() {
        assertThat(said(null, OutputType.of(Kind.JSON), false, "{\"a\":\"x\\u0000\"}")).isEqualTo(
                new Reading.Value(Json.MAPPER.readTree("{\"a\":\"x\uFFFD\"}")));
        var nul = new OutputType(Kind.ENUM, List.of("x\uFFFD"), null);
        assertThat(said(null, nul, true, "{\"value\":\"x\\u0000\"}")).isInstanceOf(Reading.Value.class);
        var cut = (Reading.Unusable) said(null, OutputType.of(Kind.NUMBER), false, "x" + "😀".repeat(100));
        assertThat(cut.why()).doesNotMatch("(?s).*[\uD800-\uDBFF](?![\uDC00-\uDFFF]).*").contains("😀");
    }

    /** Whatever a model says, a value is of its type, and reading it again changes nothing. */
    @Property
    void whatIsReadIsOfItsTypeAndReadsTheSameAgain(@ForAll Kind kind, @ForAll("answers") String text,
            @ForAll boolean inForm) {
        OutputType output = kind == Kind.ENUM ? COLOURS : OutputType.of(kind);
        if (said(null, output, inForm, text) instanceof Reading.Value(JsonNode value) && !value.isNull()) {
            assertThat(switch (kind) {
                case NUMBER -> value.isNumber();
                case INTEGER -> value.isIntegralNumber();
                case BOOLEAN -> value.isBoolean();
                case DATE -> value.stringValue().matches("[0-9]{4}-[0-9]{2}-[0-9]{2}");
                case URL -> value.stringValue().matches("(?i)https?://.+");
                case ENUM -> COLOURS.values().contains(value.stringValue());
                case TEXT -> value.isString();
                case JSON -> true;
            }).isTrue();
            assertThat(OutputParser.parse(output, value)).isEqualTo(new Reading.Value(value));
        }
    }

    @Provide
    Arbitrary<String> answers() {
        Arbitrary<String> bare = Arbitraries.oneOf(
                Arbitraries.strings().withChars("0123456789.-+eE ,").ofMaxLength(8),
                Arbitraries.bigDecimals().map(Object::toString),
                Arbitraries.of("true", "FALSE", "red", "GREEN", "2024-02-29", "https://a.example", "null", "{}"),
                Arbitraries.strings().ofMaxLength(5));
        return Arbitraries.oneOf(bare, bare.map("{\"value\":%s}"::formatted),
                bare.map("{\"value\":\"%s\"}"::formatted));
    }

    private static JsonNode value(@Nullable String field, OutputType output, ProviderFamily family, String answer) {
        return ((Reading.Value) read(field, output, family, answer)).value();
    }

    private static Reading read(@Nullable String field, OutputType output, ProviderFamily family, String answer) {
        return reader(field, output, family, false).read(Json.MAPPER.readTree(answer));
    }

    private static Reading said(@Nullable String field, OutputType output, boolean inForm, String text) {
        return reader(field, output, ProviderFamily.LLM, inForm).read(StringNode.valueOf(text));
    }

    private static AnswerReader reader(@Nullable String field, OutputType output, ProviderFamily family,
            boolean inForm) {
        PlannedStep step = Steps.picking(family, field);
        var column = new PlannedColumn(0, "x", output, List.of(step), List.of(), 0);
        var schema = RunnableStep.RunnableColumn.of(TenantId.DEFAULT, column, Map.of(), true).schema();
        return new AnswerReader(step, output, schema, inForm);
    }

    private static OutputType json(String schema) {
        return new OutputType(Kind.JSON, List.of(), Json.MAPPER.readTree(schema));
    }
}

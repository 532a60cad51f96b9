package dev.cellmill.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.OutputType.Kind;
import dev.cellmill.common.plan.ProviderFamily;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class AnswerReaderTest {
    private static final OutputType COLOURS = new OutputType(Kind.ENUM, List.of("red", "Green", "green"), null);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "NUMBER | '\"1.50\"' | 1.50", "NUMBER | 7 | 7", "NUMBER | '\" -2e3 \"' | -2E+3", "INTEGER | 3.0 | 3",
            "INTEGER | '\"12\"' | 12", "BOOLEAN | true | true", "BOOLEAN | '\"False\"' | false",
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
                .isInstanceOf(Reading.Unusable.class);
        assertThat(read(null, OutputType.of(Kind.JSON), ProviderFamily.LLM, "\"{} and more\""))
                .isInstanceOf(Reading.Unusable.class);
    }

    private static JsonNode value(@Nullable String field, OutputType output, ProviderFamily family, String answer) {
        return ((Reading.Value) read(field, output, family, answer)).value();
    }

    private static Reading read(@Nullable String field, OutputType output, ProviderFamily family, String answer) {
        return new AnswerReader(field, output, family).read(Json.MAPPER.readTree(answer));
    }
}

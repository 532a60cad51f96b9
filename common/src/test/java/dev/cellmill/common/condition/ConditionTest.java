package dev.cellmill.common.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.Json;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ConditionTest {
    private static final String ROW = """
            {"website": "https://x.example", "empty": "", "none": null, "staff": 12, "rate": 0.5, "open": true,
             "tags": ["a", "b"], "address": {"city": "Ulm"}, "Company Name": "Ada"}""";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "row[\"website\"] != \"\" | true",
            "row.website.startsWith(\"https\") | true",
            "row[\"empty\"] == \"\" && row[\"none\"] == \"\" && row[\"absent\"] == \"\" | true",
            "row[\"staff\"] > 10 | true",
            "row[\"staff\"] > 12.5 | false",
            "row[\"rate\"] < 1 | true",
            "row[\"open\"] | true",
            "\"b\" in row[\"tags\"] | true",
            "row[\"address\"].city == \"Ulm\" | true",
            "row[\"Company Name\"].size() == 3 | true",
            "true | true"})
    void isEvaluatedOnTheRowsValues(String expression, boolean holds) {
        assertThat(compiled(expression).evaluate(row())).isEqualTo(new Condition.Result.Holds(holds));
    }

    @Test
    void namesTheColumnsThatItNeeds() {
        assertThat(compiled("row[\"b\"] == \"\" || row.a == row[\"b\"]").references()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "row[", "row[\"a\"]  \"b\"", "1 + 1", "\"text\"", "unknown == 1", "size(row) > 0",
            "row[row[\"a\"]] == 1", "row.exists(k, k == \"a\")", "nothing(row.a)"})
    void whatIsNoConditionOfNamedColumnsIsRefused(String expression) {
        assertThat(Condition.compile(expression)).isInstanceOf(Condition.Compiled.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"int(row[\"website\"]) > 0", "row[\"website\"] > 3", "row[\"website\"]",
            "row[\"tags\"][9] == \"x\""})
    void whatCannotBeEvaluatedSaysSoWithTheExpression(String expression) {
        assertThat(compiled(expression).evaluate(row()))
                .isInstanceOfSatisfying(Condition.Result.Failed.class,
                        failed -> assertThat(failed.why()).contains(expression));
    }

    private static Condition compiled(String expression) {
        return switch (Condition.compile(expression)) {
            case Condition.Compiled.Usable(Condition condition) -> condition;
            case Condition.Compiled.Refused(String why) -> throw new AssertionError(why);
        };
    }

    private static Map<String, JsonNode> row() {
        var row = new HashMap<String, JsonNode>();
        Json.MAPPER.readTree(ROW).properties().forEach(member -> row.put(member.getKey(), member.getValue()));
        return row;
    }
}

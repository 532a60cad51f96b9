package dev.cellmill.jobapi.sheet;

import static dev.cellmill.jobapi.sheet.Refusals.problemOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemType;
import org.junit.jupiter.api.Test;

class JsonRowsTest {

    @Test
    void valuesKeepTheirTypes() {
        ReadTable table = ReadTable.ndjson("""
                {"s": "x\\n\\"é😀", "i": 12345678901234567890, "f": 1.5, "b": true, "n": null}
                {"o": {"a": [1, {"b": []}, "c"], "d": {}}, "s": false}
                """);

        assertThat(table.columns()).containsExactly("s", "i", "f", "b", "n", "o");
        assertThat(table.rows().get(0)).hasToString("[\"x\\n\\\"é😀\", 12345678901234567890, 1.5, true, null]");
        assertThat(table.rows().get(1))
                .hasToString("[false, null, null, null, null, {\"a\":[1,{\"b\":[]},\"c\"],\"d\":{}}]");
    }

    @Test
    void columnsStandInTheOrderTheyFirstAppearAndRowsBeforeAreShorter() {
        ReadTable table = ReadTable.json("[{\"a\":1},{\"c\":3,\"b\":2},{}]");

        assertThat(table.columns()).containsExactly("a", "c", "b");
        assertThat(table.rows()).hasToString("[[1], [null, 3, 2], [null, null, null]]");
    }

    @Test
    void anArrayWithoutRowsIsRead() {
        assertThat(ReadTable.json(" [ ] ").rows()).isEmpty();
    }

    @Test
    void whatIsNoRowIsNamed() {
        refused("{\"a\":1}\n\n[2]\n", false, 3, "Row 1, in line 3, is no JSON object");
        refused("{\"a\":1}\n{\"a\":", false, 2, "Row 1 is not well-formed JSON, in line 2");
        refused("{\"a\":1}", true, 1, "no JSON array");
        refused("[{\"a\":1}", true, 1, "not well-formed");
        refused("[{\"a\":1}] {}", true, 1, "more after the array");
        refused("  \n", false, 1, "The body is empty");
        refused("", true, 1, "The body is empty");
        refused("[{\"a\":nope}]", true, 1,
                "in line 1, character 11: \"nope\" is no value of JSON; put texts in double quotes.");
    }

    @Test
    void doubledKeysAreRefused() {
        refused("{\"a\":1}\n{\"b\":1,\"b\":2}", false, 2, "the name \"b\" stands twice");
        refused("{\"a\":{\"b\":1,\"b\":2}}", false, 1, "the name \"b\" stands twice");
    }

    @Test
    void whatTheDatabaseCannotHoldIsRefused() {
        refused("{\"a\":\"x\\u0000\"}", false, 1, "the column 'a' in line 1 holds the character NUL");
        refused("{\"a\":[\"\\ud83d\"]}", false, 1, "half a surrogate pair (\\ud83d)");
        refused("{\"a\":{\"\\udc00\":1}}", false, 1, "half a surrogate pair");
        refused("{\"\\ud800\":1}", false, 1, "half a surrogate pair");
        refused("{\"\":1}", false, 1, "has no name");
        tooLarge("{\"a\":1e400}", false, "beyond those of a double");
        tooLarge("{\"a\":[1e-99999]}", false, "beyond those of a double");
        tooLarge("{\"a\":" + "9".repeat(400) + "}", false, "beyond those of a double");
        assertThat(ReadTable.ndjson("{\"a\":0e99999}{\"a\":1.5e300}").rows()).hasSize(2);
    }

    @Test
    void deepNestingIsRefusedAtOnceHoweverDeep() {
        assertThat(ReadTable.ndjson("{\"a\":" + "[".repeat(99) + "]".repeat(99) + "}").rows()).hasSize(1);
        for (int depth : new int[]{100, 100_000}) {
            tooLarge("{\"a\":" + "[".repeat(depth), false, "nested deeper than 100 levels; make");
            tooLarge("{\"a\":" + "{\"a\":".repeat(depth), false, "nested deeper than 100 levels; make");
            refused("[".repeat(depth), true, 1, "is no JSON object");
        }
    }

    @Test
    void longValuesAreRefused() {
        tooLarge("{\"a\":\"" + "x".repeat(1_030) + "\"}", false, "longer than 1,024 bytes");
        tooLarge("{\"" + "x".repeat(60_000) + "\":1}", false,
                "a text, a name or a number is too long; make it shorter");
        tooLarge("{\"a\":[" + "1,".repeat(600) + "1]}", false, "the column 'a' in line 1 is longer than 1,024 bytes");
    }

    private static void refused(String body, boolean array, long line, String says) {
        Problem problem = problemOf(() -> read(body, array));
        assertThat(problem.detail()).contains(says);
        assertThat(problem.type()).isEqualTo(ProblemType.SHEET_MALFORMED);
        assertThat(problem.line()).isEqualTo(line);
    }

    private static void tooLarge(String body, boolean array, String says) {
        Problem problem = problemOf(() -> read(body, array));
        assertThat(problem.detail()).contains(says);
        assertThat(problem.type()).isEqualTo(ProblemType.SHEET_TOO_LARGE);
    }

    private static ReadTable read(String body, boolean array) {
        return array ? ReadTable.json(body) : ReadTable.ndjson(body);
    }
}

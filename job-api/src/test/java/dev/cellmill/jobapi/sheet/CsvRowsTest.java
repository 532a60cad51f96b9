package dev.cellmill.jobapi.sheet;

import static dev.cellmill.jobapi.sheet.Refusals.problemOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class CsvRowsTest {

    @Test
    void valuesComeAsTheyStand() {
        ReadTable table = ReadTable.csv("a,b\n 1 ,\"say \"\"hi\"\"\"\n,\"x,y\"\n\"\",\"line\nbreak\r\ninside\"\n");

        assertThat(table.columns()).containsExactly("a", "b");
        assertThat(table.strings()).containsExactly(List.of(" 1 ", "say \"hi\""), List.of("", "x,y"),
                List.of("", "line\nbreak\r\ninside"));
    }

    @Test
    void anyLineBreakEndsARowAndTheLastNeedsNone() {
        for (String end : List.of("\n", "\r\n", "\r")) {
            assertThat(ReadTable.csv("a,b" + end + "1,2" + end + "3,4").strings()).containsExactly(List.of("1", "2"),
                    List.of("3", "4"));
        }
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstName() {
        assertThat(ReadTable.csv("\uFEFF\"a\",b\n1,2\n").columns()).containsExactly("a", "b");
    }

    @Test
    void charactersBeyondTheFirstPlaneAndControlsComeBack() {
        String value = "😀 é ß 漢\u007F\u0001\t\\ \u2028";

        assertThat(ReadTable.csv("😀\n" + value + "\n").strings()).containsExactly(List.of(value));
    }

    @Test
    void otherDelimitersAreTaken() {
        byte[] body = "a;b\n1,5;2\n".getBytes(StandardCharsets.UTF_8);

        assertThat(ReadTable.csv(body, ';').strings()).containsExactly(List.of("1,5", "2"));
    }

    @Test
    void aHeaderAloneIsASheetWithoutRows() {
        assertThat(ReadTable.csv("a,b").columns()).containsExactly("a", "b");
        assertThat(ReadTable.csv("a,b\r\n").rows()).isEmpty();
    }

    @Test
    void blankLinesAreEmptyValuesWhereTheSheetHasOneColumn() {
        assertThat(ReadTable.csv("a\n\nx\n\n").strings()).containsExactly(List.of(""), List.of("x"), List.of(""));
    }

    @Test
    void blankLinesAtTheEndArePassedOverAndRefusedBefore() {
        assertThat(ReadTable.csv("a,b\n1,2\n\n\r\n").strings()).containsExactly(List.of("1", "2"));
        refused("a,b\n1,2\n\n\n3,4\n", 3, "Line 3 is blank");
    }

    @Test
    void raggedRowsAreNamedByTheLineInTheFile() {
        refused("a,b,c\n\"x\ny\r\nz\",2,3\n1,2\n", 5, "has 2 values where the header names 3 columns: none for 'c'");
        refused("a,b\n1,2,3,4\n", 2, "has 4 values where the header names 2 columns: 2 after 'b'");
    }

    @Test
    void headersAreNeitherEmptyNorDoubled() {
        refused("a,b,a\n", 1, "the column 'a' twice, as columns 1 and 3");
        refused("a,,c\n1,2,3\n", 1, "Column 2 in line 1 has no name");
        refused("a, \n", 1, "Column 2 in line 1 has no name");
        refused("", 1, "empty");
        refused("\uFEFF", 1, "empty");
        refused("\na,b\n", 1, "The first line is blank");
    }

    @Test
    void quotesThatDoNotCloseAreRefused() {
        refused("a,b\n1,2\n3,\"x\n", 3, "column 'b': the quote is never closed");
        refused("a,b\n1,2\n3,\"x\" y\n", 3, "column 'b': there is more after the closing quote");
        refused("\"a\"x,b\n", 1, "there is more after the closing quote");
    }

    @Test
    void nulIsRefused() {
        refused("a,b\n1,2\n3,x\0\n", 3, "the column 'b' in line 3 holds the character NUL");
        refused("a\0,b\n", 1, "holds the character NUL");
    }

    @Test
    void whatIsNotUtf8IsNamedByOffsetAndLine() {
        byte[] body = "a,b\n1,\"x\r\ny\"\n3,é".getBytes(StandardCharsets.ISO_8859_1);

        Problem problem = problemOf(() -> ReadTable.csv(body, ','));

        assertThat(problem.type()).isEqualTo(ProblemType.SHEET_MALFORMED);
        assertThat(problem.line()).isEqualTo(4);
        assertThat(problem.more()).containsEntry("byteOffset", (long) body.length - 1);
        assertThat(problem.detail()).contains("0xE9", "line 4", "UTF-8");
    }

    @Test
    void limitsNameTheirPlace() {
        tooLarge("a,b\n1,2\n3," + "x".repeat(1_025) + "\n", 3, "the column 'b' in line 3 is longer than 1,024 bytes");
        tooLarge("a,b\n1,\"" + "x\n".repeat(100_000), 2, "begins in line 2, column 'b': the value is too long");
        tooLarge("a,b,c,d,e\n" + ("y".repeat(1_000) + ",").repeat(4) + "z".repeat(900), 2, "at the column 'e'");
        tooLarge("x".repeat(201) + "\n", 1, "has 201 characters; 200 are the most");
        tooLarge(String.join(",", java.util.stream.IntStream.range(0, 21).mapToObj(i -> "c" + i).toList()), 1,
                "one more than the 20");
        tooLarge("a\n" + "1\n".repeat(201), 202, "one row more than the 200");
    }

    @Test
    void rowsToAppendHaveTheSheetsColumnsInAnyOrder() {
        assertThat(append("b,a\n2,1\n").strings()).containsExactly(List.of("1", "2"));
        assertThat(problemOf(() -> append("a\n1\n")).detail()).contains("lacks the sheet's column 'b'");
        assertThat(problemOf(() -> append("a,b,c\n")).detail()).contains("no column 'c'");
    }

    @Test
    void rowsLeaveInChunks() {
        var body = new StringBuilder("a,b\n");
        for (int i = 0; i < 1_000; i++) {
            body.append(i).append(',').append("x".repeat(i % 50)).append('\n');
        }
        var sheet = new SheetBody(SheetFormat.CSV, ',', false,
                new ByteArrayInputStream(body.toString().getBytes(StandardCharsets.UTF_8)));

        assertThat(ReadTable.of(sheet, ReadTable.settings(1_000, DataSize.ofBytes(500))).rows()).hasSize(1_000)
                .allSatisfy(row -> assertThat(row.get(1).stringValue())
                        .hasSize(Integer.parseInt(row.get(0).stringValue()) % 50));
    }

    private static ReadTable append(String body) {
        var stream = new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
        return ReadTable.of(new SheetBody(SheetFormat.CSV, ',', false, stream), ReadTable.LIMITS, "a", "b");
    }

    private static void refused(String body, long line, String says) {
        check(problemOf(() -> ReadTable.csv(body)), ProblemType.SHEET_MALFORMED, line, says);
    }

    private static void tooLarge(String body, long line, String says) {
        check(problemOf(() -> ReadTable.csv(body)), ProblemType.SHEET_TOO_LARGE, line, says);
    }

    private static void check(Problem problem, ProblemType type, long line, String says) {
        assertThat(problem.detail()).contains(says);
        assertThat(problem.type()).isEqualTo(type);
        assertThat(problem.line()).isEqualTo(line);
    }
}

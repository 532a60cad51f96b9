package dev.cellmill.jobapi.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random tables, written by a writer of the test's own, come back equal. */
class CsvRoundTripTest {
    private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|', 'é');

    @Property(tries = 500)
    void tablesComeBackAsTheyWere(@ForAll("tables") List<List<String>> rows, @ForAll long seed) {
        var style = new Random(seed);
        char delimiter = DELIMITERS.get(style.nextInt(DELIMITERS.size()));
        int width = rows.isEmpty() ? 1 + style.nextInt(5) : rows.getFirst().size();
        List<String> header = List.of("a", "b \"2\"", "c,\n", "d😀", "é;").subList(0, width);

        ReadTable read = ReadTable.csv(write(header, rows, delimiter, style), delimiter);

        assertThat(read.columns()).isEqualTo(header);
        assertThat(read.strings()).isEqualTo(rows);
    }

    @Provide
    Arbitrary<List<List<String>>> tables() {
        Arbitrary<String> values = Arbitraries.strings()
                .withChars('a', ' ', '"', ',', ';', '\t', '|', '\n', '\r', 'é', '漢', '\\', '\u0001')
                .withCharRange('b', 'z')
                .ofMaxLength(12)
                .map(text -> text.replace("zz", "😀"));
        return Arbitraries.integers().between(1, 5).flatMap(width -> values.list().ofSize(width).list().ofMaxSize(30));
    }

    private static byte[] write(List<String> header, List<List<String>> rows, char delimiter, Random style) {
        String end = style.nextBoolean() ? "\n" : "\r\n";
        var csv = new StringBuilder(style.nextBoolean() ? "\uFEFF" : "");
        writeRow(csv, header, delimiter, style);
        for (List<String> row : rows) {
            csv.append(end);
            writeRow(csv, row, delimiter, style);
        }
        // The line break after the last row may be left out, but not where the row is a blank line.
        boolean blankLast = !rows.isEmpty() && csv.toString().endsWith("\n") && !rows.getLast().equals(List.of("\n"));
        return csv.append(blankLast || style.nextBoolean() ? end : "").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void writeRow(StringBuilder csv, List<String> values, char delimiter, Random style) {
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            boolean quoted = style.nextInt(4) == 0
                    || value.chars().anyMatch(c -> c == delimiter || c == '"' || c == '\n' || c == '\r');
            csv.append(i == 0 ? "" : String.valueOf(delimiter));
            csv.append(quoted ? '"' + value.replace("\"", "\"\"") + '"' : value);
        }
    }
}

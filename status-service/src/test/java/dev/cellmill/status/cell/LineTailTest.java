package dev.cellmill.status.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineTailTest {

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "a/b/c, 2, b/c",
            "a/b/c/, 2, b/c/",
            "a/b/c, 3, a/b/c",
            "a/b/c, 9, a/b/c",
            "a//, 1, /",
            "a, 1, a",
            "'', 1, ''"})
    void theLastLinesBeginBehindTheLineEndBeforeThem(String text, int lines, String last) {
        byte[] bytes = text.replace('/', '\n').getBytes(StandardCharsets.UTF_8);
        int start = LineTail.start(bytes, lines);
        assertThat(new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8).replace('\n', '/'))
                .isEqualTo(last);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "5"})
    void aTextInPartsHasTheSameEnd(int partLength) {
        String text = "one\ntwo\nthree\nfour\n";
        var tail = new LineTail(2);
        var kept = new StringBuilder();
        for (int end = text.length(); end > 0 && !tail.isFull(); end -= partLength) {
            String part = text.substring(Math.max(0, end - partLength), end);
            tail.addBefore(part.getBytes(StandardCharsets.UTF_8));
            kept.insert(0, part);
        }
        assertThat(kept.substring(tail.skip())).isEqualTo("three\nfour\n");
    }
}

package dev.cellmill.jobapi.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.plan.Endpoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class LineChecksTest {
    private static final BatchSettings SETTINGS = new BatchSettings(Map.of(), 100, DataSize.ofBytes(500), 5, 1,
            Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO);

    @Test
    void linesAreCountedWithBlankOnesAndWhateverTheirLength() throws IOException {
        String file = "\uFEFF" + good("a") + "\r\n\n  \n" + "x".repeat(200_000) + "\n" + good("a") + "\n\u0000";
        assertThat(errors(file)).containsExactly("4 line_too_large", "5 duplicate_custom_id", "6 invalid_json_line");
    }

    @Test
    void aFileThatIsNotUtf8IsToldByItsLines() throws IOException {
        byte[] bytes = (good("a") + "\n\u00ff\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(errors(bytes)).containsExactly("2 invalid_json_line");
    }

    @Test
    void anEmptyFileAndOneWithTooManyRequestsAreRefused() throws IOException {
        assertThat(errors("\n \n")).containsExactly("null empty_file");
        assertThat(errors(goods(100))).isEmpty();
        assertThat(errors(goods(101))).containsExactly("null too_many_tasks");
    }

    @Test
    void errorsAreNotedUpToABound() throws IOException {
        assertThat(errors("?\n".repeat(50))).hasSize(5).last().isEqualTo("5 invalid_json_line");
        String twoErrors = good("a").replace("\"m\"", "\"other\"");
        assertThat(errors(good("a") + "\n" + (twoErrors + "\n").repeat(50))).hasSize(5).last()
                .isEqualTo("4 duplicate_custom_id");
        var checks = new LineChecks(Endpoint.RESPONSES, SETTINGS, 1_000, false);
        for (int line = 1; line <= 5; line++) {
            assertThat(checks.check(new FileLines.Line.Text(line, "?"))).as("reading goes on").isEqualTo(line < 5);
        }
    }

    private static String goods(int count) {
        return IntStream.range(0, count).mapToObj(i -> good("r" + i)).collect(Collectors.joining("\n"));
    }

    private static String good(String id) {
        return "{\"custom_id\":\"%s\",\"method\":\"POST\",\"url\":\"/v1/responses\",\"body\":{\"model\":\"m\"}}"
                .formatted(id);
    }

    private static List<String> errors(String file) throws IOException {
        return errors(file.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void underABudgetARequestWithoutABoundIsRefusedByItsLine() throws IOException {
        String image = good("b").replace("\"m\"}", "\"m\",\"input\":[{\"content\":[{\"type\":\"input_image\"}]}]}");
        byte[] file = (good("a") + "\n" + image).getBytes(StandardCharsets.UTF_8);
        assertThat(errors(file, true)).containsExactly("2 unbounded_cost");
        assertThat(errors(file)).isEmpty();
    }

    private static List<String> errors(byte[] file) throws IOException {
        return errors(file, false);
    }

    private static List<String> errors(byte[] file, boolean isBudgeted) throws IOException {
        var lines = new FileLines(new ByteArrayInputStream(file), (int) SETTINGS.maxLine().toBytes());
        var checks = new LineChecks(Endpoint.RESPONSES, SETTINGS, 1_000, isBudgeted);
        boolean more = true;
        for (FileLines.Line line = lines.next(); line != null && more; line = more ? lines.next() : null) {
            more = checks.check(line);
        }
        return checks.end().stream().map(error -> error.line() + " " + error.code()).toList();
    }
}

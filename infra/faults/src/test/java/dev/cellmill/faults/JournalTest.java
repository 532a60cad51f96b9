package dev.cellmill.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.Json;
import dev.cellmill.faults.plan.FaultKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class JournalTest {

    @TempDir
    private Path folder;

    @Test
    void whatWasWrittenIsReadAgain() throws IOException {
        var journal = new Journal(folder.resolve("faults/1.jsonl"));
        assertThat(journal.read()).isEmpty();
        journal.add(line(0, 1.5, List.of()));
        journal.add(line(1, 2.5, List.of("a \"violation\"\nof two lines")));
        assertThat(journal.read()).containsExactly(line(0, 1.5, List.of()),
                line(1, 2.5, List.of("a \"violation\"\nof two lines")));
    }

    @Test
    void theReportCountsKindsNamesTheSlowestRecoveriesAndEndsWithTheSum() {
        List<JsonNode> printed = report(IntStream.range(0, 12)
                .mapToObj(round -> line(round, round, round == 3 ? List.of("one", "two") : List.of())).toList());

        assertThat(printed).filteredOn(line -> line.path("figure").asString("").equals("times"))
                .hasSize(FaultKind.values().length)
                .filteredOn(line -> line.path("value").asInt() == 12)
                .extracting(line -> line.path("kind").asString())
                .containsExactlyInAnyOrder("kill-worker", "sink-gone");
        assertThat(printed).filteredOn(line -> line.path("figure").asString("").equals("recovery"))
                .extracting(line -> line.path("round").asInt()).containsExactly(11, 10, 9, 8, 7, 6, 5, 4, 3, 2);
        assertThat(printed.getLast().toString())
                .isEqualTo("{\"bench\":\"faults\",\"seed\":7,\"rounds\":12,\"violations\":2}");
    }

    private static List<JsonNode> report(List<Journal.Line> lines) {
        var bytes = new ByteArrayOutputStream();
        new Report(7, new PrintStream(bytes, true, StandardCharsets.UTF_8)).print(lines);
        return bytes.toString(StandardCharsets.UTF_8).lines().map(Json.MAPPER::readTree).toList();
    }

    private static Journal.Line line(int round, double recovery, List<String> violations) {
        return new Journal.Line(round, List.of("kill-worker", "sink-gone"), List.of(), 30, recovery, "a worker", 1, 1,
                violations);
    }
}

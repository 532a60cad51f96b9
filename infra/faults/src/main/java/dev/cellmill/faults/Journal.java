package dev.cellmill.faults;

import dev.cellmill.common.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What is kept of a series: a line for each finished round, so that a later run goes on after the last. */
final class Journal {
    private final Path file;

    /** @param file its folder is made if it is not there */
    Journal(Path file) {
        this.file = file;
    }

    /**
     * One finished round.
     *
     * @param kinds that were done
     * @param skipped that could not be done, and why
     * @param recoverySeconds from the last healing until all had ended
     * @param waitedFor what most of it was spent on
     */
    record Line(int round, List<String> kinds, List<String> skipped, double seconds, double recoverySeconds,
            String waitedFor, long cells, long calls, List<String> violations) {
        Line {
            kinds = List.copyOf(kinds);
            skipped = List.copyOf(skipped);
            violations = List.copyOf(violations);
        }
    }

    List<Line> read() throws IOException {
        return Files.exists(file)
                ? Files.readAllLines(file).stream().filter(line -> !line.isBlank())
                        .map(line -> Json.MAPPER.readValue(line, Line.class)).toList()
                : List.of();
    }

    void add(Line line) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, Json.MAPPER.writeValueAsString(line) + "\n", StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}

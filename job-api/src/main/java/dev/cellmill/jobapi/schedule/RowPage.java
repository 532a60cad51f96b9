package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.template.CellText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is known of some rows when their cells are sent. Filled by {@link RowReader}; used by one thread. */
final class RowPage {
    private final Map<Integer, JsonNode> inputs = new HashMap<>();
    private final Map<Place, String> generated = new HashMap<>();
    private final Set<Place> upToDate = new HashSet<>();
    private final Map<Integer, Long> withoutValue = new HashMap<>();

    private record Place(int row, String column) {}

    void input(int row, JsonNode input) {
        inputs.put(row, input);
    }

    void generated(int row, String column, @Nullable JsonNode value) {
        generated.put(new Place(row, column), CellText.of(value));
    }

    void upToDate(int row, String column) {
        upToDate.add(new Place(row, column));
    }

    /** A cell of the job itself that ended so that what depends on it cannot be found. */
    void withoutValue(int row, int column) {
        withoutValue.merge(row, 1L << column, (a, b) -> a | b);
    }

    /** Whether the sheet shows a value of an earlier job there. */
    boolean isUpToDate(int row, String column) {
        return !upToDate.isEmpty() && upToDate.contains(new Place(row, column));
    }

    /** Whether one of these columns has no value to go on with. */
    boolean lacks(int row, long columns) {
        return (withoutValue.getOrDefault(row, 0L) & columns) != 0;
    }

    /** The values of these columns of a row as text; empty ones are left out. */
    Map<String, String> texts(JobFacts job, int row, Iterable<String> columns) {
        Map<String, String> texts = new HashMap<>();
        JsonNode input = inputs.get(row);
        for (String column : columns) {
            int header = job.header(column);
            String text = header < 0
                    ? generated.getOrDefault(new Place(row, column), "")
                    : input == null ? "" : CellText.of(input.get(header));
            if (!text.isEmpty()) {
                texts.put(column, text);
            }
        }
        return texts;
    }
}

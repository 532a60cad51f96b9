package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.template.CellText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is known of some rows when their cells are sent. Filled by {@link RowReader}; used by one thread. */
final class RowPage {
    private final Map<Integer, JsonNode> inputs = new HashMap<>();
    private final Map<Place, JsonNode> generated = new HashMap<>();
    private final Map<Place, Earlier> earlier = new HashMap<>();
    private final Set<Place> edited = new HashSet<>();
    private final Set<Place> validated = new HashSet<>();
    private final Map<Integer, Long> withoutValue = new HashMap<>();

    private record Place(int row, String column) {}

    /**
     * How earlier runs ended.
     *
     * @param done the newest run that found a value, 0 for none
     * @param fingerprint of the request that found it
     * @param failed the newest run that failed, 0 for none
     */
    private record Earlier(long done, @Nullable UUID fingerprint, long failed) {}

    void input(int row, JsonNode input) {
        inputs.put(row, input);
    }

    void generated(int row, String column, @Nullable JsonNode value) {
        if (value != null) {
            generated.putIfAbsent(new Place(row, column), value);
        }
    }

    /** A person's value, which goes before any that was found. To be called before {@link #generated}. */
    void edited(int row, String column, @Nullable JsonNode value, boolean isValidated) {
        var place = new Place(row, column);
        edited.add(place);
        if (value != null) {
            generated.put(place, value);
        }
        if (isValidated) {
            validated.add(place);
        }
    }

    void found(int row, String column, long run, @Nullable UUID fingerprint) {
        earlier.merge(new Place(row, column), new Earlier(run, fingerprint, 0),
                (one, other) -> new Earlier(run, fingerprint, one.failed()));
    }

    void failed(int row, String column, long run) {
        earlier.merge(new Place(row, column), new Earlier(0, null, run),
                (one, other) -> new Earlier(one.done(), one.fingerprint(), run));
    }

    /** A cell of the job itself that ended so that what depends on it cannot be found. */
    void withoutValue(int row, int column) {
        withoutValue.merge(row, 1L << column, (a, b) -> a | b);
    }

    boolean isValidated(int row, String column) {
        return !validated.isEmpty() && validated.contains(new Place(row, column));
    }

    /** What the sheet shows there, as earlier jobs and people left it. @param now the requests of the column's steps */
    CellJudge.Shown shown(int row, String column, java.util.function.Supplier<Set<Fingerprint>> now) {
        var place = new Place(row, column);
        Earlier before = earlier.get(place);
        boolean byPerson = edited.contains(place);
        if (before == null) {
            return byPerson ? new CellJudge.Shown(true, false, false) : CellJudge.Shown.NOTHING;
        }
        boolean isStale = !byPerson && before.fingerprint() != null
                && now.get().stream().noneMatch(request -> request.toUuid().equals(before.fingerprint()));
        return new CellJudge.Shown(byPerson || before.done() > 0, !byPerson && before.failed() > before.done(),
                isStale);
    }

    /** Whether one of these columns has no value to go on with. */
    boolean lacks(int row, long columns) {
        return (withoutValue.getOrDefault(row, 0L) & columns) != 0;
    }

    /** The values of these columns of a row as text; empty ones are left out. */
    Map<String, String> texts(JobFacts job, int row, Iterable<String> columns) {
        Map<String, String> texts = new HashMap<>();
        for (String column : columns) {
            String text = CellText.of(value(job, row, column));
            if (!text.isEmpty()) {
                texts.put(column, text);
            }
        }
        return texts;
    }

    /** The values of these columns of a row; absent ones are left out. */
    Map<String, JsonNode> values(JobFacts job, int row, Iterable<String> columns) {
        Map<String, JsonNode> values = new HashMap<>();
        for (String column : columns) {
            JsonNode value = value(job, row, column);
            if (value != null) {
                values.put(column, value);
            }
        }
        return values;
    }

    private @Nullable JsonNode value(JobFacts job, int row, String column) {
        int header = job.header(column);
        if (header < 0) {
            return generated.get(new Place(row, column));
        }
        JsonNode input = inputs.get(row);
        return input == null ? null : input.get(header);
    }
}

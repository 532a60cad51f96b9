package dev.cellmill.jobapi.sheet;

import static dev.cellmill.jobapi.sheet.SheetProblems.nameOf;
import static dev.cellmill.jobapi.sheet.SheetProblems.shown;

import dev.cellmill.common.json.StorableText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns of a sheet in their order, each checked as it comes. Names are taken as they stand, never trimmed. */
final class Columns {
    private final SheetSettings limits;
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();

    Columns(SheetSettings limits, List<String> known) {
        this.limits = limits;
        for (String name : known) {
            places.put(name, names.size());
            names.add(name);
        }
    }

    int size() {
        return names.size();
    }

    List<String> names() {
        return List.copyOf(names);
    }

    String name(int place) {
        return names.get(place);
    }

    /** From 0, or null if there is no such column. */
    @Nullable
    Integer place(String name) {
        return places.get(name);
    }

    /** The place of the column, which is added at the end if it is new. */
    int placeOrAdd(String name, long line) {
        Integer place = places.get(name);
        return place != null ? place : add(name, line);
    }

    private int add(String name, long line) {
        check(name, line);
        if (names.size() == limits.maxColumns()) {
            throw SheetProblems.tooLarge(line,
                    "The column %s in line %d is one more than the %,d a sheet can have; leave out those not needed."
                            .formatted(shown(name), line, limits.maxColumns()));
        }
        places.put(name, names.size());
        names.add(name);
        return names.size() - 1;
    }

    private void check(String name, long line) {
        if (name.isBlank()) {
            throw SheetProblems.malformed(line,
                    "Column %d in line %d has no name; give each column one.".formatted(names.size() + 1, line));
        }
        if (name.length() > limits.maxHeader()) {
            throw SheetProblems.tooLarge(line, "The column name %s in line %d has %,d characters; %,d are the most."
                    .formatted(shown(name), line, name.length(), limits.maxHeader()));
        }
        int bad = StorableText.firstUnstorable(name);
        if (bad >= 0) {
            throw SheetProblems.malformed(line, "The column name %s in line %d holds %s; remove it."
                    .formatted(shown(name), line, nameOf(name.charAt(bad))));
        }
    }
}

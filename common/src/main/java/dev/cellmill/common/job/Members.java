package dev.cellmill.common.job;

import dev.cellmill.common.problem.DidYouMean;
import dev.cellmill.common.template.CellText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The members of one object of a job. Each is asked for by name and checked; what is wrong is noted and answered with
 * null. {@link #refuseOthers} at the end notes what nobody asked for. Not thread-safe.
 */
final class Members {
    private static final int LONGEST_NAME = 255;

    private final JsonNode object;
    private final String pointer;
    private final Problems problems;
    private final SortedSet<String> known = new TreeSet<>();

    Members(JsonNode object, String pointer, Problems problems) {
        this.object = object;
        this.pointer = pointer;
        this.problems = problems;
    }

    String pointer() {
        return pointer;
    }

    String pointer(String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    void refuse(String key, String sentence) {
        problems.add(pointer(key), sentence);
    }

    void refuseAt(String place, String sentence) {
        problems.add(place, sentence);
    }

    boolean has(String key) {
        JsonNode value = object.get(key);
        return value != null && !value.isNull();
    }

    /** The member itself; null and absent are one. */
    @Nullable
    JsonNode node(String key) {
        known.add(key);
        return has(key) ? object.get(key) : null;
    }

    /** A text that is not blank, of any length. */
    @Nullable
    String text(String key) {
        JsonNode value = node(key);
        if (value == null) {
            return null;
        }
        if (!value.isString() || value.stringValue().isBlank()) {
            refuse(key, "\"%s\" is a text; write one, or leave it out.".formatted(key));
            return null;
        }
        return value.stringValue();
    }

    /** A text of at most 255 characters on one line. */
    @Nullable
    String name(String key) {
        String value = text(key);
        return value == null || checkName(key, value) ? value : null;
    }

    boolean checkName(String key, String value) {
        if (value.length() > LONGEST_NAME || value.chars().anyMatch(Character::isISOControl)) {
            refuse(key, "A name is one line of at most %d characters; shorten it.".formatted(LONGEST_NAME));
            return false;
        }
        return true;
    }

    @Nullable
    Integer integer(String key, int least, int most) {
        JsonNode value = node(key);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least
                || value.intValue() > most) {
            refuse(key, "\"%s\" is a whole number from %,d to %,d.".formatted(key, least, most));
            return null;
        }
        return value.intValue();
    }

    @Nullable
    Double number(String key, double least, double most) {
        JsonNode value = node(key);
        if (value == null) {
            return null;
        }
        if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
            refuse(key, "\"%s\" is a number from %s to %s.".formatted(key, least, most));
            return null;
        }
        return value.doubleValue();
    }

    @Nullable
    Duration duration(String key, Duration least, Duration most) {
        JsonNode value = node(key);
        if (value == null) {
            return null;
        }
        Duration duration = value.isString() ? DurationText.parse(value.stringValue()).orElse(null) : null;
        if (duration == null || duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            refuse(key, "\"%s\" is a time from %s to %s, like 90s, 500ms or 2m.".formatted(key,
                    DurationText.format(least), DurationText.format(most)));
            return null;
        }
        return duration;
    }

    boolean flag(String key, boolean unsaid) {
        JsonNode value = node(key);
        if (value == null) {
            return unsaid;
        }
        if (!value.isBoolean()) {
            refuse(key, "\"%s\" is true or false.".formatted(key));
            return unsaid;
        }
        return value.booleanValue();
    }

    /** One of a few words; {@code later} are words of the contract that this version does not know yet. */
    <E> E choice(String key, Map<String, E> words, Set<String> later, E unsaid) {
        JsonNode value = node(key);
        if (value == null) {
            return unsaid;
        }
        String written = CellText.of(value);
        if (later.contains(written)) {
            refuse(key, "\"%s: %s\" is not available yet; leave it out.".formatted(key, written));
            return unsaid;
        }
        E chosen = value.isString() ? words.get(written) : null;
        if (chosen == null) {
            refuse(key, "This is nothing that \"%s\" can be.%s".formatted(key,
                    DidYouMean.among(words.keySet(), written)));
            return unsaid;
        }
        return chosen;
    }

    /** Texts by name; a number or boolean counts as its text. Null if absent. */
    @Nullable
    Map<String, String> texts(String key) {
        Members members = object(key);
        if (members == null) {
            return null;
        }
        var texts = new LinkedHashMap<String, String>();
        for (Map.Entry<String, JsonNode> entry : members.object.properties()) {
            if (entry.getValue().isContainer()) {
                members.refuse(entry.getKey(), "\"%s\" is a text, a number or a boolean here."
                        .formatted(entry.getKey()));
            } else if (entry.getKey().isBlank()) {
                members.refuse(entry.getKey(), "A name is missing; write one before the colon.");
            } else if (members.checkName(entry.getKey(), entry.getKey())) {
                texts.put(entry.getKey(), CellText.of(entry.getValue()));
            }
        }
        return texts;
    }

    @Nullable
    Members object(String key) {
        JsonNode value = node(key);
        if (value == null) {
            return null;
        }
        if (!value.isObject()) {
            refuse(key, "\"%s\" holds names and values, like {name: value}.".formatted(key));
            return null;
        }
        return new Members(value, pointer(key), problems);
    }

    /** The elements of a list that are objects; null if the member is absent. */
    @Nullable
    List<Members> objects(String key) {
        JsonNode value = node(key);
        if (value == null) {
            return null;
        }
        if (!value.isArray()) {
            refuse(key, "\"%s\" is a list.".formatted(key));
            return null;
        }
        var elements = new ArrayList<Members>();
        for (int i = 0; i < value.size(); i++) {
            String place = pointer(key) + "/" + i;
            if (value.get(i).isObject()) {
                elements.add(new Members(value.get(i), place, problems));
            } else {
                problems.add(place, "Each element of \"%s\" holds names and values, like {name: value}."
                        .formatted(key));
            }
        }
        return elements;
    }

    Map<String, JsonNode> properties() {
        var properties = new LinkedHashMap<String, JsonNode>();
        object.properties().forEach(entry -> properties.put(entry.getKey(), entry.getValue()));
        return properties;
    }

    void refuseAsNotYet(String... keys) {
        for (String key : keys) {
            if (node(key) != null) {
                refuse(key, "\"%s\" is not available yet; leave it out.".formatted(key));
            }
        }
    }

    void refuseOthers() {
        for (String key : object.propertyNames()) {
            if (!known.contains(key)) {
                refuse(key, "\"%s\" is not known here.%s".formatted(key, DidYouMean.among(known, key)));
            }
        }
    }
}

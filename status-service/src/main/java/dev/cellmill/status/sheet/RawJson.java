package dev.cellmill.status.sheet;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.template.CellText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON as PostgreSQL prints a {@code jsonb}: valid, its texts shortest, its numbers exact. Handled as text, because a
 * tree of every value of an export costs more than all the rest of it, and would round numbers. Pure.
 */
public final class RawJson {
    private static final String NULL = "null";

    private RawJson() {}

    /** The elements of an array. */
    public static List<String> elements(String array) {
        int end = array.length() - 1;
        if (end < 1 || array.charAt(0) != '[') {
            throw new IllegalArgumentException("not an array: " + array);
        }
        var elements = new ArrayList<String>();
        int depth = 0;
        int from = 1;
        for (int i = 1; i < end; i++) {
            switch (array.charAt(i)) {
                case '"' -> i = endOfText(array, i);
                case '[', '{' -> depth++;
                case ']', '}' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        elements.add(array.substring(from, i));
                        from = array.charAt(i + 1) == ' ' ? i + 2 : i + 1;
                    }
                }
                default -> {
                }
            }
        }
        if (from < end) {
            elements.add(array.substring(from, end));
        }
        return elements;
    }

    /**
     * A value as text: a text as it is, nothing for null or absent, objects and arrays as compact JSON. As
     * {@link CellText} has it, but that a number keeps all its digits.
     */
    public static String text(@Nullable String value) {
        if (value == null || value.equals(NULL)) {
            return "";
        }
        return switch (value.charAt(0)) {
            case '"' -> value.indexOf('\\') < 0 ? value.substring(1, value.length() - 1) : parsed(value);
            case '{', '[' -> parsed(value);
            default -> value;
        };
    }

    private static String parsed(String value) {
        return CellText.of(Json.MAPPER.readTree(value));
    }

    /** @return where the closing quote of the text that opens at {@code open} is */
    private static int endOfText(String array, int open) {
        int i = open + 1;
        while (array.charAt(i) != '"') {
            i += array.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }
}

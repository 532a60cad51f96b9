package dev.cellmill.common.json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What PostgreSQL cannot hold in a text: NUL, and halves of surrogate pairs. Pure. */
public final class StorableText {
    private static final int REPLACEMENT = 0xFFFD;

    private StorableText() {}

    /** The place of the first character that cannot be stored, or -1. */
    public static int firstUnstorable(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return i;
            }
            if (Character.isHighSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    public static boolean isStorable(CharSequence text) {
        return firstUnstorable(text) < 0;
    }

    /** Whether all texts and names within it are. */
    public static boolean isStorable(JsonNode node) {
        if (node.isString()) {
            return isStorable(node.stringValue());
        }
        if (node.isArray()) {
            for (JsonNode element : node) {
                if (!isStorable(element)) {
                    return false;
                }
            }
            return true;
        }
        for (var member : node.properties()) {
            if (!isStorable(member.getKey()) || !isStorable(member.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** The same with U+FFFD in place of each of these; the same object if there is none. */
    public static String storable(String text) {
        return isStorable(text)
                ? text
                : text.codePoints().map(point -> isStorable(point) ? point : REPLACEMENT)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    /** As {@link #storable(String)}, in names and texts. */
    public static JsonNode storable(JsonNode node) {
        return isStorable(node) ? node : replaced(node);
    }

    private static JsonNode replaced(JsonNode node) {
        if (node.isString()) {
            return JsonNodeFactory.instance.stringNode(storable(node.stringValue()));
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(element -> array.add(replaced(element)));
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(member -> object.set(storable(member.getKey()), replaced(member.getValue())));
            return object;
        }
        return node;
    }

    private static boolean isStorable(int point) {
        return point != 0 && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
    }
}

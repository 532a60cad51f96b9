package dev.cellmill.worker.output;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** PostgreSQL takes neither NUL nor half a surrogate pair; each becomes U+FFFD before it leaves the worker. */
public final class CleanText {
    private static final char REPLACEMENT = '\uFFFD';

    private CleanText() {}

    public static @Nullable String clean(@Nullable String text) {
        return text == null || isClean(text) ? text : replaced(text);
    }

    /** The same node if it is clean. */
    public static JsonNode clean(JsonNode node) {
        if (node.isString()) {
            String text = node.stringValue();
            return isClean(text) ? node : JsonNodeFactory.instance.stringNode(replaced(text));
        }
        if (!node.isContainer() || isCleanWithin(node)) {
            return node;
        }
        if (node.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(element -> array.add(clean(element)));
            return array;
        }
        var object = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(field -> object.set(isClean(field.getKey())
                ? field.getKey()
                : replaced(field.getKey()), clean(field.getValue())));
        return object;
    }

    private static boolean isCleanWithin(JsonNode node) {
        if (node.isString()) {
            return isClean(node.stringValue());
        }
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (!isClean(field.getKey()) || !isCleanWithin(field.getValue())) {
                    return false;
                }
            }
            return true;
        }
        for (JsonNode element : node) {
            if (!isCleanWithin(element)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static String replaced(String text) {
        var clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            boolean isHalf = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            clean.appendCodePoint(point == 0 || isHalf ? REPLACEMENT : point);
        });
        return clean.toString();
    }
}

package dev.cellmill.worker.provider;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Puts variables of the environment in place of {@code ${NAME}} and {@code ${NAME:default}} in every text of a value.
 * One that is unset and has no default stays as it stands, and is remembered. Not thread-safe.
 */
final class Variables {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?}");

    private final Map<String, String> environment;
    private final Set<String> used = new HashSet<>();
    private @Nullable String missing;

    Variables(Map<String, String> environment) {
        this.environment = environment;
    }

    static boolean namesAny(String text) {
        return REFERENCE.matcher(text).find();
    }

    /** The first that was found missing. */
    @Nullable
    String missing() {
        return missing;
    }

    /** The values that came from the environment. */
    Set<String> used() {
        return used;
    }

    JsonNode resolve(JsonNode value) {
        if (value.isString()) {
            return StringNode.valueOf(resolve(value.stringValue()));
        }
        if (value.isArray()) {
            ArrayNode resolved = ((ArrayNode) value).arrayNode();
            value.forEach(element -> resolved.add(resolve(element)));
            return resolved;
        }
        if (value.isObject()) {
            ObjectNode resolved = ((ObjectNode) value).objectNode();
            value.properties().forEach(entry -> resolved.set(entry.getKey(), resolve(entry.getValue())));
            return resolved;
        }
        return value;
    }

    private String resolve(String text) {
        return REFERENCE.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(valueOf(match.group(1), match.group(2), match.group())));
    }

    private String valueOf(String name, @Nullable String fallback, String reference) {
        String value = environment.get(name);
        if (value != null && !value.isEmpty()) {
            used.add(value);
            return value;
        }
        if (fallback != null) {
            return fallback;
        }
        missing = missing == null ? name : missing;
        return reference;
    }
}

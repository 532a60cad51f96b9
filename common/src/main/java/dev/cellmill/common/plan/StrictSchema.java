package dev.cellmill.common.plan;

import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Which schemas OpenAI's strict mode takes: every object is closed and needs all its properties, and only some keywords
 * are known. Bounds are the lowest that such servers have, so a schema beyond them is sent without strict mode. Source:
 * OpenAI's guide to structured outputs, "Supported schemas". Pure.
 */
final class StrictSchema {
    private static final int MOST_PROPERTIES = 100;
    private static final int DEEPEST = 5;
    private static final int MOST_VALUES = 250;
    private static final Set<String> TEXTUAL = Set.of("$schema", "title", "description");
    private static final Set<String> PLAIN = Set.of("type", "enum", "const", "$ref", "required", "pattern",
            "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems", "maxItems");
    private static final Set<String> FORMATS = Set.of("date-time", "time", "date", "duration", "email", "hostname",
            "ipv4", "ipv6", "uuid");

    private int properties;
    private int values;

    private StrictSchema() {}

    /** @param schema whose root is of type object */
    static boolean takes(JsonNode schema) {
        return new StrictSchema().fits(schema, 1) && !schema.has("anyOf");
    }

    private boolean fits(JsonNode schema, int depth) {
        if (!schema.isObject() || isOpen(schema)) {
            return false;
        }
        return schema.properties().stream().allMatch(keyword -> fits(keyword.getKey(), keyword.getValue(), depth));
    }

    private boolean fits(String keyword, JsonNode value, int depth) {
        return switch (keyword) {
            case "properties" -> {
                properties += value.size();
                yield properties <= MOST_PROPERTIES && depth <= DEEPEST
                        && value.valueStream().allMatch(property -> fits(property, depth + 1));
            }
            case "$defs" -> value.valueStream().allMatch(definition -> fits(definition, depth));
            case "anyOf" -> value.valueStream().allMatch(choice -> fits(choice, depth));
            case "items" -> fits(value, depth);
            case "additionalProperties" -> value.isBoolean() && !value.booleanValue();
            case "format" -> FORMATS.contains(value.asString(""));
            case "enum" -> {
                values += value.size();
                yield values <= MOST_VALUES;
            }
            default -> PLAIN.contains(keyword) || TEXTUAL.contains(keyword);
        };
    }

    /** Whether it is for objects and leaves a property out of those that must be there, or lets others in. */
    private static boolean isOpen(JsonNode schema) {
        JsonNode type = schema.path("type");
        boolean ofObjects = schema.has("properties") || "object".equals(type.asString(""))
                || type.isArray() && type.valueStream().anyMatch(each -> "object".equals(each.asString("")));
        if (!ofObjects) {
            return false;
        }
        Set<String> required = schema.path("required").valueStream().map(name -> name.asString(""))
                .collect(Collectors.toSet());
        return !schema.has("additionalProperties") || !schema.has("properties")
                || !required.equals(Set.copyOf(schema.path("properties").propertyNames()));
    }
}

package dev.cellmill.standalone.described;

import dev.cellmill.common.json.Json;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON that a schema allows, and JSON and texts that nobody expects. */
final class Values {
    private static final int DEEPEST = 5;
    private static final List<String> ODD = List.of("", " ", "\0", "a\0b", "\uD800", "\uDFFF\uD800", "😀", "\uFFFF",
            "\u202Eabc",
            "é", "e\u0301", "İ", "ß", "../../etc/passwd", "%00", "%", "{{a}}", "{{{", "'; DROP TABLE jobs.job; --",
            "\\", "/", "\"",
            "\r\nX: y", "null", "true", "0", "-1", "1e999", "NaN", "9223372036854775808", "2147483648", "-2147483649",
            "01980000-0000-7000-8000-0000000000aa", "whsec_", "cm_", "=1+1", "<script>", "http://127.0.0.1:1/",
            "${jndi:x}",
            "2026-01-01T00:00:00Z", "9999999999-12-31T23:59:59Z", "1s", "99999999999999h", "0-99", "-", ",", ";", "\t",
            "$.a");
    private static final List<String> RAW = List.of("1e999999", "-0", "1e-999999",
            "0.1000000000000000055511151231257827",
            "123456789012345678901234567890", "9223372036854775808", "-1", "0", "2147483648", "1.5", "true", "null",
            "[]", "{}",
            "\"\"", "\"\\u0000\"", "\"\\ud800\"", "[[]]", "{\"\":{}}", "{\"\\u0000\":1}");

    private final Description description;

    Values(Description description) {
        this.description = description;
    }

    /** Within the schema's bounds, but for patterns and formats that it does not know. */
    JsonNode allowed(JsonNode written, Random random, int depth) {
        JsonNode schema = description.resolved(written);
        for (String of : List.of("anyOf", "oneOf", "allOf")) {
            if (schema.has(of)) {
                return allowed(schema.path(of).path(random.nextInt(schema.path(of).size())), random, depth);
            }
        }
        if (schema.has("enum")) {
            return schema.path("enum").path(random.nextInt(schema.path("enum").size()));
        }
        return switch (type(schema, random)) {
            case "object" -> object(schema, random, depth);
            case "array" -> array(schema, random, depth);
            case "integer" -> Json.MAPPER.getNodeFactory().numberNode(integer(schema, random));
            case "number" ->
                Json.MAPPER.getNodeFactory().numberNode(random.nextDouble() * schema.path("maximum").asDouble(100));
            case "boolean" -> Json.MAPPER.getNodeFactory().booleanNode(random.nextBoolean());
            case "null" -> Json.MAPPER.getNodeFactory().nullNode();
            default -> Json.MAPPER.getNodeFactory().stringNode(text(schema, random));
        };
    }

    private static String type(JsonNode schema, Random random) {
        JsonNode type = schema.path("type");
        return type.isArray()
                ? type.path(random.nextInt(type.size())).asString()
                : schema.has("properties") ? "object" : type.asString("string");
    }

    private ObjectNode object(JsonNode schema, Random random, int depth) {
        ObjectNode object = Json.MAPPER.createObjectNode();
        schema.path("properties").properties().forEach(property -> {
            boolean required = schema.path("required").valueStream()
                    .anyMatch(name -> name.asString().equals(property.getKey()));
            if (required || depth < DEEPEST && random.nextInt(3) == 0) {
                object.set(property.getKey(), allowed(property.getValue(), random, depth + 1));
            }
        });
        if (schema.path("additionalProperties").isObject() && random.nextBoolean()) {
            object.set(odd(random), allowed(schema.path("additionalProperties"), random, depth + 1));
        }
        return object;
    }

    private ArrayNode array(JsonNode schema, Random random, int depth) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        int size = Math.max(schema.path("minItems").asInt(0), depth < DEEPEST ? random.nextInt(3) : 0);
        for (int i = 0; i < size; i++) {
            array.add(allowed(schema.path("items"), random, depth + 1));
        }
        return array;
    }

    private static long integer(JsonNode schema, Random random) {
        long least = schema.path("minimum").asLong(-10);
        long most = Math.max(least, schema.path("maximum").asLong(1000));
        return switch (random.nextInt(4)) {
            case 0 -> least;
            case 1 -> most;
            default -> least + (long) (random.nextDouble() * Math.min(100, most - least));
        };
    }

    private static String text(JsonNode schema, Random random) {
        return switch (schema.path("format").asString("")) {
            case "uuid" -> new java.util.UUID(random.nextLong(), random.nextLong()).toString();
            case "date-time" -> "2099-01-01T00:00:00Z";
            case "uri" -> "https://127.0.0.1/hook";
            default -> random.nextInt(3) == 0 ? odd(random) : word(random);
        };
    }

    static String word(Random random) {
        return "w" + Integer.toString(random.nextInt(1000), 36);
    }

    static String odd(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> "x".repeat(1 << random.nextInt(14));
            case 1 -> random.ints(1 + random.nextInt(20), 0, 0x11_0000).collect(StringBuilder::new,
                    StringBuilder::appendCodePoint, StringBuilder::append).toString();
            default -> ODD.get(random.nextInt(ODD.size()));
        };
    }

    /** The text of a JSON value with one thing in it changed for the worse. */
    String broken(JsonNode body, Random random) {
        JsonNode changed = body.deepCopy();
        String text = changed.toString();
        return switch (random.nextInt(11)) {
            case 0 -> text.substring(0, random.nextInt(text.length() + 1));
            case 1 -> text + odd(random);
            case 2 -> RAW.get(random.nextInt(RAW.size()));
            case 3 -> "[".repeat(1 << random.nextInt(15));
            case 4 -> "{\"a\":".repeat(1 + random.nextInt(200)) + "1" + "}".repeat(random.nextInt(200));
            case 5 -> odd(random);
            case 6 ->
                text.replaceFirst("\\{", "{\"" + word(random) + "\":" + RAW.get(random.nextInt(RAW.size())) + ",");
            case 7 -> text.replaceFirst("\\{(\"[^\"]*\"):", "{$1:1,$1:");
            case 8 -> "1".repeat(1 << random.nextInt(14));
            default -> replaced(changed, random).toString().replace("\"raw raw\"", RAW.get(random.nextInt(RAW.size())));
        };
    }

    private JsonNode replaced(JsonNode node, Random random) {
        if (node.isEmpty() || random.nextInt(4) == 0) {
            return Json.MAPPER.getNodeFactory().stringNode(random.nextBoolean() ? "raw raw" : odd(random));
        }
        if (node instanceof ObjectNode object) {
            List<String> names = List.copyOf(object.propertyNames());
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(5) == 0) {
                object.remove(name);
            } else {
                object.set(name, replaced(object.get(name), random));
            }
        } else if (node instanceof ArrayNode array) {
            int place = random.nextInt(array.size());
            array.set(place, replaced(array.get(place), random));
        }
        return node;
    }
}

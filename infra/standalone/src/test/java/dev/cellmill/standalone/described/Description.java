package dev.cellmill.standalone.described;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.cellmill.common.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An OpenAPI document, as a judge of answers. Stricter than its schemas read: an object may have no members but those that
 * are described. Thread-safe.
 */
final class Description {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final JsonNode document;
    private final ObjectNode components;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();

    /** @param path with its parameters in braces */
    record Call(String method, String path, JsonNode operation) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    Description(JsonNode document) {
        this.document = document;
        this.components = (ObjectNode) document.path("components").deepCopy();
        close(components);
    }

    JsonNode document() {
        return document;
    }

    List<Call> calls() {
        var calls = new ArrayList<Call>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(operation -> {
            if (METHODS.contains(operation.getKey())) {
                calls.add(new Call(operation.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey(),
                        operation.getValue()));
            }
        }));
        return calls;
    }

    Call call(String name) {
        return calls().stream().filter(call -> call.toString().equals(name)).findFirst().orElseThrow();
    }

    /** Follows a reference, if it is one. */
    JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? document.at(schema.path("$ref").asString().substring(1)) : schema;
    }

    /** What about an answer is not as described. */
    Optional<String> complaint(Call call, int status, String type, byte[] body) {
        JsonNode response = call.operation().path("responses").path(Integer.toString(status));
        if (response.isMissingNode()) {
            return Optional.of("the status %d is not declared".formatted(status));
        }
        JsonNode content = response.path("content");
        if (content.isMissingNode()) {
            return body.length == 0 ? Optional.empty() : Optional.of("it has a body");
        }
        String plain = type.replaceFirst(";.*", "").strip();
        if (!content.has(plain)) {
            return Optional.of("the type '%s' is not declared".formatted(type));
        }
        return plain.endsWith("json") && !plain.endsWith("ndjson")
                ? mismatch(content.path(plain).path("schema"), body)
                : Optional.empty();
    }

    private Optional<String> mismatch(JsonNode schema, byte[] body) {
        try {
            var errors = compiled.computeIfAbsent(schema, this::compile).validate(Json.MAPPER.readTree(body));
            return errors.isEmpty() ? Optional.empty() : Optional.of(errors.toString());
        } catch (JacksonException e) {
            return Optional.of("it is no JSON: " + new String(body, StandardCharsets.UTF_8));
        }
    }

    private Schema compile(JsonNode schema) {
        ObjectNode whole = Json.MAPPER.createObjectNode();
        whole.set("components", components);
        JsonNode closed = schema.deepCopy();
        close(closed);
        whole.putArray("allOf").add(closed);
        return registry.getSchema(whole);
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("type").toString().contains("\"object\"")
                && object.path("properties").isObject() && !object.has("additionalProperties")
                && !object.has("$ref")) {
            object.put("additionalProperties", false);
        }
        node.forEach(Description::close);
    }
}

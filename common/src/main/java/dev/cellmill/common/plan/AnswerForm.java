package dev.cellmill.common.plan;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.plan.OutputType.Kind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The shape in which a language model is asked to answer, for servers that hold a model to a JSON Schema. They take
 * schemas of objects alone, so every other value is asked for as the one member of an object. Pure.
 *
 * @param isWrapped whether the value is that member
 * @param isStrict whether OpenAI's strict mode takes the schema
 */
public record AnswerForm(ObjectNode schema, boolean isWrapped, boolean isStrict) {
    /** The member that holds a wrapped value. */
    public static final String VALUE = "value";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String DIALECT = "$schema";

    public AnswerForm {
        requireNonNull(schema, "schema is null");
    }

    /** Empty where the prompt alone can ask: for texts, for any JSON, and where a schema cannot be put into another. */
    public static Optional<AnswerForm> of(OutputType output) {
        return switch (output.kind()) {
            case TEXT -> Optional.empty();
            case NUMBER -> Optional.of(wrapped(typed("number")));
            case INTEGER -> Optional.of(wrapped(typed("integer")));
            case BOOLEAN -> Optional.of(wrapped(typed("boolean")));
            case DATE -> Optional.of(wrapped(typed("string").put("format", "date")));
            case URL -> Optional.of(wrapped(typed("string").put("format", "uri")));
            case ENUM -> {
                ObjectNode schema = typed("string");
                output.values().forEach(schema.putArray("enum")::add);
                yield Optional.of(wrapped(schema));
            }
            case JSON -> output.schema() instanceof ObjectNode schema ? ofSchema(schema) : Optional.empty();
        };
    }

    /** Whether JSON of this type may be an object. */
    public static boolean mayBeObject(OutputType output) {
        return output.kind() == Kind.JSON && (output.schema() == null || isOfObjects(output.schema()));
    }

    /** The value within the wrapping; null if there is none. */
    public static @Nullable JsonNode unwrap(JsonNode answer) {
        return answer.isObject() && answer.size() == 1 ? answer.get(VALUE) : null;
    }

    private static Optional<AnswerForm> ofSchema(ObjectNode schema) {
        if (isOfObjects(schema)) {
            return Optional.of(new AnswerForm(schema, false, StrictSchema.takes(schema)));
        }
        // a reference would lead elsewhere from a deeper place
        if (!schema.findValues("$ref").isEmpty() || !schema.findValues("$dynamicRef").isEmpty()) {
            return Optional.empty();
        }
        ObjectNode inner = schema.deepCopy();
        inner.remove(DIALECT);
        return Optional.of(wrapped(inner));
    }

    private static boolean isOfObjects(JsonNode schema) {
        return "object".equals(schema.path("type").asString(""));
    }

    private static ObjectNode typed(String type) {
        return NODES.objectNode().put("type", type);
    }

    private static AnswerForm wrapped(ObjectNode value) {
        ObjectNode schema = typed("object");
        schema.putObject("properties").set(VALUE, value);
        schema.putArray("required").add(VALUE);
        schema.put("additionalProperties", false);
        return new AnswerForm(schema, true, StrictSchema.takes(schema));
    }
}

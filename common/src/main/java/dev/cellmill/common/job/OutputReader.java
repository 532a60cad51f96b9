package dev.cellmill.common.job;

import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.OutputType.Kind;
import dev.cellmill.common.problem.DidYouMean;
import dev.cellmill.common.schema.JsonSchema;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a column's type: a word, or an object with its details. */
final class OutputReader {
    private static final Map<String, Kind> KINDS = Stream.of(Kind.values())
            .collect(Collectors.toMap(kind -> kind.name().toLowerCase(Locale.ROOT), Function.identity()));
    private static final int MAX_VALUES = 1000;

    private OutputReader() {}

    static @Nullable OutputType output(Members column) {
        JsonNode output = column.node("output");
        if (output == null) {
            return null;
        }
        if (output.isObject()) {
            return detailed(column);
        }
        Kind kind = column.choice("output", KINDS, Set.of(), Kind.TEXT);
        if (kind == Kind.ENUM) {
            column.refuse("output", "An enum lists its values: {type: enum, values: [a, b]}.");
        }
        return OutputType.of(kind);
    }

    private static @Nullable OutputType detailed(Members column) {
        Members output = column.object("output");
        if (output == null) {
            return null;
        }
        if (!output.has("type")) {
            output.refuse("type", "An output has a \"type\".%s"
                    .formatted(DidYouMean.among(KINDS.keySet(), "")));
        }
        Kind kind = output.choice("type", KINDS, Set.of(), Kind.TEXT);
        List<String> values = values(output, kind);
        JsonNode schema = output.node("schema");
        if (schema != null) {
            checkSchema(output, kind, schema);
        }
        output.refuseOthers();
        return new OutputType(kind, values, schema);
    }

    private static void checkSchema(Members output, Kind kind, JsonNode schema) {
        if (kind != Kind.JSON || !schema.isObject()) {
            output.refuse("schema", "A \"schema\" is a JSON Schema object, and belongs to {type: json}.");
        } else if (JsonSchema.compile(schema) instanceof JsonSchema.Compiled.Refused(String pointer, String why)) {
            output.refuseAt(output.pointer("schema") + pointer,
                    "This schema cannot be used here; what stands at this place: %s.".formatted(why));
        }
    }

    private static List<String> values(Members output, Kind kind) {
        JsonNode given = output.node("values");
        if (kind != Kind.ENUM) {
            if (given != null) {
                output.refuse("values", "\"values\" belongs to {type: enum}; leave it out.");
            }
            return List.of();
        }
        var values = new LinkedHashSet<String>();
        if (given != null && given.isArray()) {
            given.forEach(value -> {
                if (value.isString() && !value.stringValue().isBlank()) {
                    values.add(value.stringValue());
                }
            });
        }
        if (given == null || values.isEmpty() || values.size() != given.size() || values.size() > MAX_VALUES) {
            output.refuse("values", "An enum lists 1 to %,d different texts under \"values\".".formatted(MAX_VALUES));
        }
        return List.copyOf(values);
    }
}

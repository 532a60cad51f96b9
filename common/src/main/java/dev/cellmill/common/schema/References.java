package dev.cellmill.common.schema;

import dev.cellmill.common.schema.JsonSchema.Compiled.Refused;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The references of a schema that cannot be used. Pure. */
final class References {
    private static final String REFERENCE = "$ref";

    private References() {}

    /** The first that leads out of the schema, or to nothing within it. */
    static Optional<Refused> broken(JsonNode schema) {
        return broken(schema, schema, "").findFirst();
    }

    private static Stream<Refused> broken(JsonNode schema, JsonNode node, String pointer) {
        if (node.isArray()) {
            return IntStream.range(0, node.size()).boxed()
                    .flatMap(i -> broken(schema, node.get(i), pointer + "/" + i));
        }
        return node.properties().stream().flatMap(member -> broken(schema, member, pointer));
    }

    private static Stream<Refused> broken(JsonNode schema, Map.Entry<String, JsonNode> member, String pointer) {
        JsonNode value = member.getValue();
        String place = pointer + "/" + member.getKey().replace("~", "~0").replace("/", "~1");
        if (!member.getKey().equals(REFERENCE) || !value.isString()) {
            return broken(schema, value, place);
        }
        String to = value.stringValue();
        boolean leads = to.equals("#") || to.startsWith("#") && !to.startsWith("#/")
                || to.startsWith("#/") && !schema.at(to.substring(1)).isMissingNode();
        return leads
                ? Stream.empty()
                : Stream.of(new Refused(place, "leads to nothing within the schema, and nothing else is fetched;"
                        + " refer to a place in it, like #/$defs/address"));
    }
}

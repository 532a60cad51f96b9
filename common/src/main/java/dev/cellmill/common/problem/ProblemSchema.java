package dev.cellmill.common.problem;

import dev.cellmill.common.describe.RecordSchemas;
import tools.jackson.databind.node.ObjectNode;

/** The JSON Schema of every answer that is an error. */
public final class ProblemSchema {
    private ProblemSchema() {}

    public static ObjectNode of() {
        var schemas = new RecordSchemas("#/components/schemas/");
        schemas.of(ProblemBody.class);
        ObjectNode schema = schemas.definitions().get("ProblemBody");
        ObjectNode properties = (ObjectNode) schema.get("properties");
        ObjectNode type = properties.putObject("type");
        for (ProblemType known : ProblemType.values()) {
            type.withArray("enum").add(known.uri());
        }
        properties.putObject("problems").put("type", "array").putObject("items").put("$ref",
                "#/components/schemas/Problem");
        return schema;
    }
}

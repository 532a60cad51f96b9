package dev.cellmill.worker.run;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.ProviderFamily;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** Picks a column's field out of a provider's answer and reads it as the column's type. Thread-safe. */
final class AnswerReader {
    private final @Nullable String name;
    private final @Nullable JsonPointer pointer;
    private final OutputType output;
    private final boolean isText;
    private final boolean isProgram;

    /** @param field a name, a JSON Pointer, or null for the whole answer */
    AnswerReader(@Nullable String field, OutputType output, ProviderFamily family) {
        boolean isPointer = field != null && field.startsWith("/");
        this.pointer = isPointer ? JsonPointer.compile(field) : null;
        this.name = isPointer ? null : field;
        this.output = output;
        this.isText = family == ProviderFamily.LLM;
        this.isProgram = family == ProviderFamily.COMMAND;
    }

    /** Whether an answer that is a text is the value as it stands. */
    boolean takesText() {
        return name == null && pointer == null && output.kind() == OutputType.Kind.TEXT;
    }

    Reading read(JsonNode answer) {
        JsonNode source = answer;
        if (isText && answer.isString()) {
            String text = FencedText.unwrap(answer.stringValue());
            if (name != null || pointer != null || output.kind() == OutputType.Kind.JSON) {
                try {
                    source = Json.MAPPER.readTree(text);
                } catch (JacksonException e) {
                    return new Reading.Unusable("the answer should be JSON: " + e.getOriginalMessage());
                }
            } else if (output.kind() != OutputType.Kind.TEXT) {
                source = Json.MAPPER.getNodeFactory().stringNode(text);
            }
        }
        return OutputParser.parse(output, pick(source));
    }

    private JsonNode pick(JsonNode source) {
        JsonNode picked = source;
        if (pointer != null) {
            picked = source.at(pointer);
        } else if (name != null) {
            picked = source.get(name);
        } else if (isProgram && source.has("value")) {
            picked = source.get("value");
        }
        return picked == null || picked.isMissingNode() ? NullNode.getInstance() : picked;
    }
}

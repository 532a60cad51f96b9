package dev.cellmill.common.plan;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The type that a column's values have.
 *
 * @param values the allowed ones of an {@code enum}, else empty
 * @param schema the JSON Schema of a {@code json}, else null. It describes the whole answer of a language model, also
 *     where a field is picked from that, and the value picked from any other provider's
 */
public record OutputType(Kind kind, List<String> values, @Nullable JsonNode schema) {
    public static final OutputType TEXT = new OutputType(Kind.TEXT, List.of(), null);

    public OutputType {
        requireNonNull(kind, "kind is null");
        values = List.copyOf(values);
    }

    public static OutputType of(Kind kind) {
        return new OutputType(kind, List.of(), null);
    }

    /** The kinds of value. */
    public enum Kind {
        @JsonProperty("text")
        TEXT, @JsonProperty("number")
        NUMBER, @JsonProperty("integer")
        INTEGER, @JsonProperty("boolean")
        BOOLEAN, @JsonProperty("date")
        DATE, @JsonProperty("url")
        URL, @JsonProperty("enum")
        ENUM, @JsonProperty("json")
        JSON
    }
}

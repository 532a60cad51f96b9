package dev.cellmill.worker.provider;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Where in a provider's answers their confidence stands: the key {@code confidence}. */
public record ConfidencePointer(JsonPointer pointer) {
    private static final String KEY = "confidence";

    public ConfidencePointer {
        requireNonNull(pointer, "pointer is null");
    }

    /** Null where the provider has none. */
    public static @Nullable ConfidencePointer read(SettingsReader reader) {
        String pointer = reader.text(KEY);
        try {
            return pointer == null ? null : new ConfidencePointer(JsonPointer.compile(pointer));
        } catch (IllegalArgumentException e) {
            throw reader.complaint(KEY, "is a JSON Pointer such as /score, not " + pointer);
        }
    }

    /** Null where the answer says nothing usable. */
    public @Nullable Double in(JsonNode answer) {
        return Confidence.of(answer.at(pointer));
    }
}

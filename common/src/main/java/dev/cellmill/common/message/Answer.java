package dev.cellmill.common.message;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.fingerprint.Fingerprint;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A value found for a cell, and where it came from.
 *
 * @param value the picked field, typed as the column asks; JSON null where the answer has none
 * @param confidence 0 to 1, or null where the provider gives none
 * @param step the step that found it
 * @param belowThreshold whether its confidence is under the step's {@code minConfidence}
 */
public record Answer(
        JsonNode value,
        String provider,
        @Nullable String model,
        @Nullable Double confidence,
        int step,
        boolean belowThreshold,
        ServedBy servedBy,
        Fingerprint fingerprint) {

    public Answer {
        requireNonNull(value, "value is null");
        requireNonNull(provider, "provider is null");
        requireNonNull(servedBy, "servedBy is null");
        requireNonNull(fingerprint, "fingerprint is null");
    }
}

package dev.cellmill.common.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
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
 * @param written what its attempt wrote while it ran; null if nothing. Unless that stands beside the value, the value is
 *     that text, and {@code value} is JSON null
 */
public record Answer(
        JsonNode value,
        String provider,
        @Nullable String model,
        @Nullable Double confidence,
        int step,
        boolean belowThreshold,
        ServedBy servedBy,
        Fingerprint fingerprint,
        @Nullable WrittenText written) {

    public Answer {
        requireNonNull(value, "value is null");
        requireNonNull(provider, "provider is null");
        requireNonNull(servedBy, "servedBy is null");
        requireNonNull(fingerprint, "fingerprint is null");
    }

    /** One whose attempt wrote nothing while it ran. */
    public Answer(JsonNode value, String provider, @Nullable String model, @Nullable Double confidence, int step,
            boolean belowThreshold, ServedBy servedBy, Fingerprint fingerprint) {
        this(value, provider, model, confidence, step, belowThreshold, servedBy, fingerprint, null);
    }

    /** Whether it says that there is no value. */
    @JsonIgnore
    public boolean isNone() {
        return value.isNull() && !isLong();
    }

    /** Whether the value has to be fetched from the output topic. */
    @JsonIgnore
    public boolean isLong() {
        return written != null && written.form() != WrittenText.Form.BESIDE;
    }

    /** The same, found with too little confidence. */
    public Answer below() {
        return new Answer(value, provider, model, confidence, step, true, servedBy, fingerprint, written);
    }

    /** The same with its value at hand. */
    public Answer holding(JsonNode whole) {
        return new Answer(whole, provider, model, confidence, step, belowThreshold, servedBy, fingerprint, null);
    }
}

package dev.cellmill.worker.provider;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What an answer says of how sure it is. */
public final class Confidence {
    private Confidence() {}

    /** Null for what is no number from 0 to 1. */
    public static @Nullable Double of(@Nullable JsonNode value) {
        if (value == null || !value.isNumber()) {
            return null;
        }
        double confidence = value.doubleValue();
        return confidence >= 0 && confidence <= 1 ? confidence : null;
    }
}

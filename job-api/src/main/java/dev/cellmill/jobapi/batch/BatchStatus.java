package dev.cellmill.jobapi.batch;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a batch is; the names are OpenAI's. */
enum BatchStatus {
    VALIDATING(false), FAILED(true), IN_PROGRESS(false), FINALIZING(false), COMPLETED(true), EXPIRED(true), CANCELLING(
            false), CANCELLED(true);

    private final boolean ended;

    BatchStatus(boolean ended) {
        this.ended = ended;
    }

    boolean ended() {
        return ended;
    }

    @JsonValue
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if no status has this name */
    static BatchStatus ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}

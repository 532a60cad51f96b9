package dev.cellmill.common.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The state of a job. Open jobs hold their columns: no second open job may fill them. */
public enum JobState {
    @JsonProperty("queued")
    QUEUED(true), @JsonProperty("processing")
    PROCESSING(true), @JsonProperty("paused")
    PAUSED(true), @JsonProperty("completed")
    COMPLETED(false), @JsonProperty("failed")
    FAILED(false), @JsonProperty("cancelled")
    CANCELLED(false);

    private final boolean open;

    JobState(boolean open) {
        this.open = open;
    }

    public boolean open() {
        return open;
    }

    /** The name on the wire and in the database: lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if no state has this name */
    public static JobState ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}

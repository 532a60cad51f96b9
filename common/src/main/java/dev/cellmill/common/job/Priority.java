package dev.cellmill.common.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How a job stands beside its tenant's others. */
public enum Priority {
    @JsonProperty("high")
    HIGH, @JsonProperty("normal")
    NORMAL, @JsonProperty("low")
    LOW;

    /** The name on the wire and in the database: lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.cellmill.common.message;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a cell needed no call. Only {@link #INPUT} skips the cells that depend on it. */
public enum SkipReason {
    @JsonProperty("runIf")
    RUN_IF("runIf"), @JsonProperty("input")
    INPUT("input"), @JsonProperty("upToDate")
    UP_TO_DATE("upToDate"), @JsonProperty("validated")
    VALIDATED("validated"), @JsonProperty("mode")
    MODE("mode");

    private final String wireName;

    SkipReason(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}

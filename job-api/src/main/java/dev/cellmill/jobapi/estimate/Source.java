package dev.cellmill.jobapi.estimate;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where an expectation comes from, the best known first. */
public enum Source {
    /** What the same column, or else the same provider and model, took before. */
    @JsonProperty("history")
    HISTORY,
    /** What the job's author expects. */
    @JsonProperty("expect")
    EXPECT,
    /** A round number for want of anything better. */
    @JsonProperty("default")
    DEFAULT
}

package dev.cellmill.common.job;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which cells of its columns a job fills. */
public enum CellChoice {
    /** Those for which the sheet shows no value: empty or failed. */
    @JsonProperty("missing")
    MISSING, @JsonProperty("all")
    ALL
}

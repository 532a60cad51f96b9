package dev.cellmill.common.job;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which cells of its columns a job fills. A cell that a person validated is none of them. */
public enum CellChoice {
    /** Those for which the sheet shows no value: empty or failed. */
    @JsonProperty("missing")
    MISSING,
    /** Those that show a value whose prompt, model or inputs have changed since. */
    @JsonProperty("stale")
    STALE,
    /** Those whose newest run failed. */
    @JsonProperty("failed")
    FAILED,
    /** Those that show a value. */
    @JsonProperty("existing")
    EXISTING, @JsonProperty("all")
    ALL
}

package dev.cellmill.common.estimate;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which limit binds a job's pace. */
public enum Bound {
    /** Requests per minute, of a provider or of the job. */
    @JsonProperty("requests")
    REQUESTS,
    /** Tokens per minute of a provider. */
    @JsonProperty("tokens")
    TOKENS,
    /** Cells in flight at once, of a provider or of the job. */
    @JsonProperty("concurrency")
    CONCURRENCY,
    /** The time that one cell takes: all that there is to do is under way at once. */
    @JsonProperty("latency")
    LATENCY,
    /** What the providers get through, below every limit that is configured. */
    @JsonProperty("provider")
    PROVIDER
}

package dev.cellmill.common.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a step of a provider is made of: a prompt and a model, or named inputs. */
public enum ProviderFamily {
    /** Takes a prompt and a model; its output type is part of the request. */
    @JsonProperty("llm")
    LLM,
    /** Takes inputs; templates of its own stand in the operator's configuration. */
    @JsonProperty("http")
    HTTP,
    /** Takes inputs, runs in the worker, needs no network. */
    @JsonProperty("local")
    LOCAL,
    /**
     * Takes the input {@code text}, runs in the worker, and answers the {@code label} among the values of the column's
     * enum, which are part of the request. Learns from examples.
     */
    @JsonProperty("classifier")
    CLASSIFIER;

    /** Whether it runs in the worker, so that it costs nothing and is never away. */
    public boolean isLocal() {
        return this == LOCAL || this == CLASSIFIER;
    }

    /** Whether the column's output type is part of the request. */
    public boolean readsOutput() {
        return this == LLM || this == CLASSIFIER;
    }
}

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
    /** Takes inputs, is a program of the operator's; a {@code value} in its answer is what a step without a field takes. */
    @JsonProperty("command")
    COMMAND,
    /** Takes inputs, runs in the worker, needs no network. */
    @JsonProperty("local")
    LOCAL
}

package dev.cellmill.worker.provider.chat;

/** How a server can be asked for an answer of a type. */
public enum Structured {
    /** By a JSON Schema. */
    SCHEMA,
    /** For some JSON object; other types by the prompt alone. */
    JSON,
    /** By the prompt alone. */
    NONE
}

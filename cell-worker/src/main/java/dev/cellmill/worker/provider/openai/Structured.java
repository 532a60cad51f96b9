package dev.cellmill.worker.provider.openai;

/** How a server can be asked for an answer of a type. */
enum Structured {
    /** By a JSON Schema. */
    SCHEMA,
    /** For some JSON object; other types by the prompt alone. */
    JSON,
    /** By the prompt alone. */
    NONE
}

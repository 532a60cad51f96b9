package dev.cellmill.jobapi.sheet;

/** How the rows of a body are written. */
public enum SheetFormat {
    /** RFC 4180, the first line being the header. */
    CSV,
    /** One JSON object after the other. */
    NDJSON,
    /** One JSON array of objects. */
    JSON
}

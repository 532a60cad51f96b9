package dev.cellmill.status.results;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The forms in which results are given. */
enum ResultFormat {
    CSV("text/csv;charset=UTF-8"), JSONL("application/x-ndjson"), BATCH("application/x-ndjson");

    private final String mediaType;

    ResultFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** Of a file's name. */
    String ending() {
        return this == BATCH ? JSONL.wireName() : wireName();
    }

    /** The name on the wire. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ResultFormat> ofWireName(String name) {
        return Stream.of(values()).filter(format -> format.wireName().equals(name)).findFirst();
    }
}

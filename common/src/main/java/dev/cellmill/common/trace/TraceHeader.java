package dev.cellmill.common.trace;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The W3C trace context of a record. */
public final class TraceHeader {
    static final String NAME = "traceparent";

    private TraceHeader() {}

    public static void write(Headers headers, String traceparent) {
        headers.add(NAME, traceparent.getBytes(StandardCharsets.UTF_8));
    }

    /** Null where there is none. */
    public static @Nullable String read(Headers headers) {
        var header = headers.lastHeader(NAME);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}

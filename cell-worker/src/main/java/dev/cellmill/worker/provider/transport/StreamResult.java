package dev.cellmill.worker.provider.transport;

import dev.cellmill.worker.provider.Quota;

/** What came of a request whose answer may come as events. */
public sealed interface StreamResult permits HttpResult, StreamResult.Streamed {

    /** What the server says of its limits. */
    Quota quota();

    /** The events came, to the last one that was waited for; their reader has them. */
    record Streamed(Quota quota) implements StreamResult {}
}

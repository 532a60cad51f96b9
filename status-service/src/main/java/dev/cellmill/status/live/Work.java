package dev.cellmill.status.live;

import java.util.List;

/** What a watcher's thread does next. */
sealed interface Work {

    /** Writes these. */
    record Write(List<Frame> frames) implements Work {}

    /** Reads the rows as they stand, and writes them. */
    record Snapshot() implements Work {}

    /** Says that it is still there. */
    record Heartbeat() implements Work {}

    /** Ends the stream. */
    record End() implements Work {}
}

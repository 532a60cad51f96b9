package dev.cellmill.worker.provider.chat;

import dev.cellmill.worker.provider.transport.EventReader;

/** Puts an answer together from its events. Not thread-safe. */
public interface StreamedAnswer extends EventReader {

    /** The same as if it had come whole; once the last event was read. */
    ChatAnswer answer();
}

package dev.cellmill.worker.output;

import dev.cellmill.common.message.OutputChunk;

/** Sends chunks until the broker has them. */
@FunctionalInterface
public interface ChunkSender {

    /** @param acknowledged runs on a thread that must not wait */
    void send(OutputChunk chunk, Runnable acknowledged);
}

package dev.cellmill.jobapi.sheet;

/** Takes full chunks, in order, and gives back an empty one to go on with. Not thread-safe. */
interface ChunkSink {

    /** The full chunk is the sink's from now on. */
    CopyChunk exchange(CopyChunk full);
}

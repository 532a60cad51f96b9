package dev.cellmill.worker.provider.command;

/** Takes a text piece by piece, no character cut in two. */
interface TextSink {

    void text(String piece);

    /** No more comes. */
    void end();
}

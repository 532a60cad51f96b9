package dev.cellmill.worker.provider.command;

/**
 * What a program writes to one stream, on its way to where it is kept: as text, and no more of it than is kept. The rest
 * is counted and dropped, and a last line says how much that was. Written by one thread.
 */
final class StreamText {
    private final Utf8Decoder decoder;
    private final long most;
    private final TextSink sink;
    private long written;
    private boolean endsLine = true;
    private volatile boolean closed;

    /** @param most bytes that are kept */
    StreamText(Utf8Decoder decoder, long most, TextSink sink) {
        this.decoder = decoder;
        this.most = most;
        this.sink = sink;
    }

    void take(byte[] bytes, int length) {
        int kept = Math.clamp(most - written, 0, length);
        written += length;
        if (kept > 0) {
            pass(decoder.decode(bytes, kept));
        }
    }

    /** The stream has ended. */
    void end() {
        if (written > most) {
            pass("%s[cut off after %s: %s more were written]".formatted(
                    endsLine ? "" : "\n", ByteCount.shown(most), ByteCount.shown(written - most)));
        } else {
            pass(decoder.end());
        }
        if (!closed) {
            sink.end();
        }
    }

    /** The attempt is over: whatever still comes is dropped. */
    void close() {
        closed = true;
    }

    long brokenAt() {
        return decoder.brokenAt();
    }

    private void pass(String text) {
        if (!text.isEmpty() && !closed) {
            endsLine = text.endsWith("\n");
            sink.text(text);
        }
    }
}

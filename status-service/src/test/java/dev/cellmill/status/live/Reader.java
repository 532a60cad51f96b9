package dev.cellmill.status.live;

import org.jspecify.annotations.Nullable;

/** A client that joins pieces as the stream's description says. */
final class Reader {
    @Nullable
    AttemptKey attempt;
    long begin;
    String text = "";

    void take(TextPiece piece) {
        if (piece.attempt().equals(attempt) && piece.offset() == begin + text.length()) {
            text += piece.text();
        } else {
            attempt = piece.attempt();
            begin = piece.offset();
            text = piece.text();
        }
    }
}

package dev.cellmill.status.live;

/**
 * Text of an attempt that a reader has not seen. A reader who holds the attempt's text up to {@code offset} appends it;
 * any other begins anew with it, and where the offset is not 0, what comes before it is missing.
 *
 * @param offset characters (UTF-16) of the attempt's text before it
 */
record TextPiece(AttemptKey attempt, long offset, String text) {}

package dev.cellmill.common.message;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A piece of what an attempt writes while it runs. Chunks of one attempt and stream are joined in the order of their
 * {@code offset}; those of different attempts never are. An attempt with a higher number starts the text afresh.
 *
 * @param attempt of the position's task, from 1
 * @param sequence of the attempt's chunks of this stream, from 0
 * @param offset characters (UTF-16) of the attempt's stream before this chunk
 * @param text never empty, except in a chunk that only tells of progress
 * @param isKept whether it is stored: what a short text began with is sent once more, kept, when the text gets long, so
 *     kept chunks have no gap from offset 0, and a reader who has the text up to an offset drops what lies before it
 * @param progress the last line that tells of progress, null if none of this chunk does
 */
public record OutputChunk(
        CellAddress cell,
        Position position,
        int attempt,
        Stream stream,
        int sequence,
        long offset,
        String text,
        boolean isKept,
        @Nullable String progress,
        Instant at) {

    /** What is written: the answer itself, or what is said beside it. */
    public enum Stream {
        ANSWER, LOG
    }

    public OutputChunk {
        requireNonNull(cell, "cell is null");
        requireNonNull(position, "position is null");
        requireNonNull(stream, "stream is null");
        requireNonNull(text, "text is null");
        requireNonNull(at, "at is null");
        if (attempt < 1 || sequence < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "no chunk: attempt %d, sequence %d, offset %d".formatted(attempt, sequence, offset));
        }
    }
}

package dev.cellmill.common.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A piece of what an attempt writes while it runs. Chunks of one attempt and stream are joined in the order of their
 * {@code offset}; those of different attempts never are: a newer attempt starts the text afresh.
 *
 * @param attempt when it began, in milliseconds since 1970: no two of a cell are the same, whichever workers made them,
 *     and the newer is the greater
 * @param sequence of the attempt's chunks of this stream, from 0
 * @param offset characters (UTF-16) of the attempt's stream before this chunk
 * @param text no character is cut in two
 * @param progress the last line so far that tells of progress, null if none of this chunk does
 */
public record OutputChunk(
        CellAddress cell,
        Position position,
        long attempt,
        Stream stream,
        int sequence,
        long offset,
        String text,
        @Nullable String progress,
        Instant at) {

    /** What is written: the answer itself, or what is said beside it. */
    public enum Stream {
        @JsonProperty("answer")
        ANSWER, @JsonProperty("log")
        LOG
    }

    public OutputChunk {
        requireNonNull(cell, "cell is null");
        requireNonNull(position, "position is null");
        requireNonNull(stream, "stream is null");
        requireNonNull(text, "text is null");
        requireNonNull(at, "at is null");
        if (sequence < 0 || offset < 0) {
            throw new IllegalArgumentException("no chunk: sequence %d, offset %d".formatted(sequence, offset));
        }
    }
}

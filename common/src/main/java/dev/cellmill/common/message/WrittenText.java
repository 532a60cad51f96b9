package dev.cellmill.common.message;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.id.CellKey;

/**
 * The text that an attempt wrote to the output topic. Where an answer's value is left out for being long, it is this
 * text, and its cell has ended only once all of it is stored.
 *
 * @param cell whose attempt wrote it; another's where one long answer serves several cells
 * @param attempt as its {@link OutputChunk}s name it
 * @param length characters (UTF-16) of all its chunks
 * @param bytes of all its chunks in UTF-8
 * @param form what the value is made of
 */
public record WrittenText(CellKey cell, Position position, long attempt, long length, long bytes, Form form) {

    /** How the text and the value belong together. */
    public enum Form {
        /** The value travels in the message; the text was for those who read along. */
        BESIDE,
        /** The value is the text. */
        TEXT,
        /** The value is what the text says as JSON. */
        JSON,
        /** The value is the text, too long to be kept in one piece: the cell holds its beginning. */
        CHUNKS
    }

    public WrittenText {
        requireNonNull(cell, "cell is null");
        requireNonNull(position, "position is null");
        requireNonNull(form, "form is null");
        if (length < 0 || bytes < 0) {
            throw new IllegalArgumentException("no text has a length of %d or %d bytes".formatted(length, bytes));
        }
    }
}

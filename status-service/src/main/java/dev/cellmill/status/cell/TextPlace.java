package dev.cellmill.status.cell;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Where the text of a cell is. */
sealed interface TextPlace {

    /** In the cell itself. */
    record Inline(String text) implements TextPlace {
        public Inline {
            requireNonNull(text, "text is null");
        }
    }

    /** In chunks: of the newest attempt that wrote any. @param stream as the chunks have it */
    record InChunks(UUID job, int row, int column, int stream) implements TextPlace {}
}

package dev.cellmill.worker.provider.chat;

import dev.cellmill.worker.provider.AttemptOutput;
import dev.cellmill.worker.provider.transport.EventReader.Then;
import dev.cellmill.worker.provider.transport.HttpCalls;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The text of an answer as it comes: joined here, passed on at once. No character is cut in two. Not thread-safe. */
public final class AnswerText {
    private final AttemptOutput output;
    private final StringBuilder joined = new StringBuilder();
    private long bytes;
    private boolean hasBegun;
    /** What is not passed on yet, as it is half a character; 0 for none. */
    private char half;

    public AnswerText(AttemptOutput output) {
        this.output = output;
    }

    /** @return whether there may be more of it */
    public Then add(String piece) {
        hasBegun = true;
        if (piece.isEmpty()) {
            return Then.MORE;
        }
        bytes += piece.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > HttpCalls.MAX_BODY) {
            return Then.TOO_LARGE;
        }
        joined.append(piece);
        pass(half == 0 ? piece : half + piece);
        return Then.MORE;
    }

    /** Passes on what was kept back. */
    public void end() {
        if (half != 0) {
            output.answer(String.valueOf(half));
            half = 0;
        }
    }

    /** Whether any piece came, and be it an empty one. */
    public boolean hasBegun() {
        return hasBegun;
    }

    public boolean isEmpty() {
        return joined.isEmpty();
    }

    /** Null if no piece came. */
    public @Nullable String joined() {
        return hasBegun ? joined.toString() : null;
    }

    private void pass(String piece) {
        int last = piece.length() - 1;
        boolean isHalf = Character.isHighSurrogate(piece.charAt(last));
        half = isHalf ? piece.charAt(last) : 0;
        String whole = isHalf ? piece.substring(0, last) : piece;
        if (!whole.isEmpty()) {
            output.answer(whole);
        }
    }
}

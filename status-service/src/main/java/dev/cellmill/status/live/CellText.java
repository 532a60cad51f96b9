package dev.cellmill.status.live;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The end of what the newest attempt of a cell has written, joined from chunks that may come twice, overlap, or be missing:
 * what is held is always one unbroken part of one attempt's text. At most {@value #MOST_CHARACTERS} characters and
 * {@value #MOST_LINES} lines of it. Pure; not thread-safe.
 */
final class CellText {
    static final int MOST_CHARACTERS = 64 * 1024;
    static final int MOST_LINES = 100;

    private final StringBuilder held = new StringBuilder();
    private @Nullable AttemptKey attempt;
    /** Characters of the attempt's text before what is held. */
    private long before;

    /** @return what is new of it; empty if nothing is, or it is an older attempt's */
    Optional<TextPiece> add(AttemptKey from, long offset, String text) {
        if (isOld(from)) {
            return Optional.empty();
        }
        long end = before + held.length();
        if (!from.equals(attempt) || offset > end) {
            attempt = from;
            before = offset;
            held.setLength(0);
            end = offset;
        }
        long known = end - offset;
        if (known >= text.length()) {
            return Optional.empty();
        }
        String fresh = text.substring((int) known);
        held.append(fresh);
        shorten();
        return Optional.of(new TextPiece(from, end, fresh));
    }

    /** That the attempt is under way, without new text. @return nothing new of it; empty if it is an older one */
    Optional<TextPiece> touch(AttemptKey from) {
        if (isOld(from)) {
            return Optional.empty();
        }
        if (!from.equals(attempt)) {
            attempt = from;
            before = 0;
            held.setLength(0);
        }
        return Optional.of(new TextPiece(from, before + held.length(), ""));
    }

    /** All that is held; empty before the first attempt. */
    Optional<TextPiece> whole() {
        return attempt == null ? Optional.empty() : Optional.of(new TextPiece(attempt, before, held.toString()));
    }

    /** Holds nothing of what came so far; what comes next still joins. */
    void drop() {
        before += held.length();
        held.setLength(0);
        held.trimToSize();
    }

    /** Characters held. */
    int length() {
        return held.length();
    }

    @Nullable
    AttemptKey attempt() {
        return attempt;
    }

    private boolean isOld(AttemptKey from) {
        return attempt != null && from.compareTo(attempt) < 0;
    }

    private void shorten() {
        int from = Math.max(0, held.length() - MOST_CHARACTERS);
        int lines = 0;
        for (int i = held.length() - 2; i >= from; i--) {
            if (held.charAt(i) == '\n' && ++lines == MOST_LINES) {
                from = i + 1;
            }
        }
        if (from > 0 && Character.isLowSurrogate(held.charAt(from))) {
            from++;
        }
        held.delete(0, from);
        before += from;
    }
}

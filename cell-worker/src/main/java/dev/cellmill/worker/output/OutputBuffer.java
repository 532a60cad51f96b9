package dev.cellmill.worker.output;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers a growing text into pieces: one is due as soon as its oldest character is an interval old, or it has a number of
 * bytes or of lines, whichever is first; a line that tells of progress makes it due at once, at most four times a second.
 * Pieces joined are the text; none is longer than the bound, and no character is cut in two. Time is the caller's. Not
 * thread-safe.
 */
final class OutputBuffer {
    private static final long BETWEEN_PROGRESS = 250_000_000;

    private final long interval;
    private final int maxBytes;
    private final int maxLines;
    private final ProgressLines progress;
    private final StringBuilder pending = new StringBuilder();
    private int pendingBytes;
    private int pendingLines;
    private long oldest;
    private long progressTold;
    private boolean hasToldProgress;
    private long length;
    private long bytes;
    private int sequence;

    /** @param interval nanoseconds @param maxBytes of a piece in UTF-8, at least 4 */
    OutputBuffer(long interval, int maxBytes, int maxLines, ProgressLines progress) {
        this.interval = interval;
        this.maxBytes = maxBytes;
        this.maxLines = maxLines;
        this.progress = progress;
    }

    /**
     * A part of the text that is to be sent.
     *
     * @param offset characters before it
     * @param sequence from 0
     */
    record Piece(long offset, int sequence, String text, @Nullable String progress) {}

    /** @return what is due now */
    List<Piece> add(String text, long now) {
        var due = new ArrayList<Piece>(0);
        for (int i = 0; i < text.length();) {
            int point = text.codePointAt(i);
            int size = utf8Bytes(point);
            if (pendingBytes + size > maxBytes) {
                due.add(cut());
            }
            if (pending.isEmpty()) {
                oldest = now;
            }
            pending.appendCodePoint(point);
            pendingBytes += size;
            progress.add(point);
            i += Character.charCount(point);
            pendingLines += point == '\n' ? 1 : 0;
            if (pendingBytes == maxBytes || pendingLines == maxLines) {
                due.add(cut());
            }
        }
        due.addAll(due(now));
        return due;
    }

    /** @return what has become due by waiting, at most one piece */
    List<Piece> due(long now) {
        if (!isDue(now)) {
            return List.of();
        }
        if (progress.hasNews()) {
            hasToldProgress = true;
            progressTold = now;
        }
        return List.of(cut());
    }

    boolean isDue(long now) {
        boolean isOld = !pending.isEmpty() && now - oldest >= interval;
        return isOld || progress.hasNews() && (!hasToldProgress || now - progressTold >= BETWEEN_PROGRESS);
    }

    /** @return the rest, if there is any */
    List<Piece> end() {
        progress.endLine();
        return pending.isEmpty() && !progress.hasNews() ? List.of() : List.of(cut());
    }

    private Piece cut() {
        var piece = new Piece(length, sequence, pending.toString(), progress.take());
        sequence++;
        length += pending.length();
        bytes += pendingBytes;
        pending.setLength(0);
        pendingBytes = 0;
        pendingLines = 0;
        return piece;
    }

    /** Whether any piece was cut. */
    boolean hasCut() {
        return sequence > 0;
    }

    /** Characters (UTF-16) of all of the text. */
    long length() {
        return length + pending.length();
    }

    /** Of all of the text in UTF-8. */
    long bytes() {
        return bytes + pendingBytes;
    }

    private static int utf8Bytes(int point) {
        if (point < 0x80) {
            return 1;
        }
        if (point < 0x800) {
            return 2;
        }
        return point < 0x10000 ? 3 : 4;
    }
}

package dev.cellmill.status.cell;

/**
 * Finds where the last lines of a text begin, reading it from its end. A line end at the very end of the text ends its
 * last line and begins no other. Not thread-safe.
 */
final class LineTail {
    private final int lines;
    private int ends;
    private long bytes;
    private int skip;
    private boolean isFull;

    LineTail(int lines) {
        this.lines = lines;
    }

    /** Where the last lines of a whole text begin. */
    static int start(byte[] text, int lines) {
        var tail = new LineTail(lines);
        tail.addBefore(text);
        return tail.skip();
    }

    /** The part of the text before all that was added. */
    void addBefore(byte[] part) {
        for (int i = part.length - 1; i >= 0 && !isFull; i--) {
            boolean isVeryEnd = bytes == 0 && i == part.length - 1;
            if (part[i] == '\n' && !isVeryEnd && ++ends == lines) {
                isFull = true;
                skip = i + 1;
            }
        }
        bytes += part.length;
    }

    /** Whether the lines are complete. */
    boolean isFull() {
        return isFull;
    }

    /** How many bytes of the part added last come before the lines. */
    int skip() {
        return skip;
    }

    long bytes() {
        return bytes;
    }
}

package dev.cellmill.status.live;

import dev.cellmill.common.message.CellBlock;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The rows that a watcher sees.
 *
 * @param end behind the last one
 */
record WatchedRows(int first, int end) {
    static final int MOST = 1_000;

    private static final Pattern SHAPE = Pattern.compile("(\\d{1,9})-(\\d{1,9})");

    WatchedRows {
        if (first < 0 || end <= first || end - first > MOST) {
            throw new IllegalArgumentException("no rows to watch: %d to %d".formatted(first, end));
        }
    }

    /** @throws ProblemException if the text is no range such as {@code 0-99}, of at most {@value #MOST} rows */
    static WatchedRows parse(String text) {
        Matcher range = SHAPE.matcher(text);
        if (range.matches()) {
            int first = Integer.parseInt(range.group(1));
            int last = Integer.parseInt(range.group(2));
            if (first <= last && last - first < MOST) {
                return new WatchedRows(first, last + 1);
            }
        }
        throw new ProblemException(Problem.of(ProblemType.REQUEST_INVALID,
                "The parameter rows cannot be '%s': give the first and the last row, such as 0-99, at most %d rows."
                        .formatted(text, MOST)));
    }

    boolean has(int row) {
        return first <= row && row < end;
    }

    /** The blocks that they lie in, whole or in part. */
    IntStream blocks() {
        return IntStream.rangeClosed(CellBlock.block(first), CellBlock.block(end - 1));
    }
}

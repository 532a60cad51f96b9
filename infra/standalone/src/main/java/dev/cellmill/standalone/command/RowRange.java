package dev.cellmill.standalone.command;

import java.util.regex.Pattern;

/**
 * Rows of a sheet.
 *
 * @param offset the first, from 0
 * @param limit how many, from 1
 */
record RowRange(int offset, int limit) {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,9})-(\\d{1,9})");

    RowRange {
        if (offset < 0 || limit < 1) {
            throw new IllegalArgumentException("no rows: offset %d, limit %d".formatted(offset, limit));
        }
    }

    /** @param text first and last row, such as {@code 0-99} */
    static RowRange parse(String text) {
        var match = SHAPE.matcher(text);
        if (!match.matches()) {
            throw new BadInput("--rows takes the first and the last row, counted from 0, such as 0-99; not: " + text);
        }
        int first = Integer.parseInt(match.group(1));
        int last = Integer.parseInt(match.group(2));
        if (last < first) {
            throw new BadInput("--rows ends before it begins: " + text);
        }
        return new RowRange(first, last - first + 1);
    }
}

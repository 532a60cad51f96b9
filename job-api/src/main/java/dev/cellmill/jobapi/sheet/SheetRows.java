package dev.cellmill.jobapi.sheet;

import static dev.cellmill.jobapi.sheet.SheetProblems.nameOf;
import static dev.cellmill.jobapi.sheet.SheetProblems.shown;

import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes a sheet's rows cell by cell, holds them to the limits, and gives them on in chunks. Cells of a row come in any
 * order; those that do not come are null. Not thread-safe.
 */
final class SheetRows {
    private static final int ABSENT = -1;
    private static final int FIRST_CELLS = 1 << 14;

    private final SheetSettings limits;
    private final Columns columns;
    private final SheetId sheet;
    private final byte[] tenant;
    private final ChunkSink sink;
    private final JsonBytes cells = new JsonBytes(FIRST_CELLS);
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private CopyChunk chunk;
    private long chunkBegan = System.nanoTime();
    private int nextRow;
    private long line;

    /** @param firstRow the number that the first row gets */
    SheetRows(SheetSettings limits, Columns columns, TenantId tenant, SheetId sheet, int firstRow, ChunkSink sink) {
        this.limits = limits;
        this.columns = columns;
        this.tenant = tenant.value().getBytes(StandardCharsets.UTF_8);
        this.sheet = sheet;
        this.nextRow = firstRow;
        this.sink = sink;
        this.chunk = new CopyChunk((int) limits.chunk().toBytes());
    }

    /** One more than the number of the last row. */
    int end() {
        return nextRow;
    }

    /** @param at the line that the row begins in */
    void beginRow(long at) {
        line = at;
        cells.clear();
        Arrays.fill(starts, ABSENT);
    }

    /** Where the JSON of a cell goes; {@link #endCell} follows. */
    JsonBytes beginCell(int column) {
        if (column >= starts.length) {
            int known = starts.length;
            starts = Arrays.copyOf(starts, Math.max(column + 1, known * 2));
            ends = Arrays.copyOf(ends, starts.length);
            Arrays.fill(starts, known, starts.length, ABSENT);
        }
        starts[column] = cells.size();
        return cells;
    }

    void endCell(int column) {
        ends[column] = cells.size();
        checkCell(column);
        if (cells.size() > limits.maxRow().toBytes()) {
            throw SheetProblems.tooLarge(line,
                    "The row in line %d is longer than %,d bytes at the column %s; shorten its values."
                            .formatted(line, limits.maxRow().toBytes(), shown(columns.name(column))));
        }
    }

    /** Of a cell that has begun: a value too long is refused while it comes. */
    void checkCell(int column) {
        if (cells.size() - starts[column] > limits.maxCell().toBytes()) {
            throw tooLong(column, line);
        }
    }

    RuntimeException tooLong(int column, long at) {
        return SheetProblems.tooLarge(at, "The value of the column %s in line %d is longer than %,d bytes; shorten it."
                .formatted(shown(columns.name(column)), at, limits.maxCell().toBytes()));
    }

    void text(int column, char[] text, int from, int length) {
        int bad = beginCell(column).string(text, from, length);
        if (bad != JsonBytes.STORED) {
            throw unstorable(column, text[from + bad]);
        }
        endCell(column);
    }

    RuntimeException unstorable(int column, char bad) {
        return SheetProblems.malformed(line, "The value of the column %s in line %d holds %s; remove it."
                .formatted(shown(columns.name(column)), line, nameOf(bad)));
    }

    void endRow() {
        if (nextRow == limits.maxRows()) {
            throw SheetProblems.tooLarge(line,
                    "Line %d begins one row more than the %,d a sheet can have; split the sheet."
                            .formatted(line, limits.maxRows()));
        }
        int width = columns.size();
        if (width > starts.length) {
            beginCell(width - 1);
            starts[width - 1] = ABSENT;
        }
        chunk.add(sheet.value(), nextRow++, tenant, cells.array(), starts, ends, width);
        if (chunk.size() >= limits.chunk().toBytes()
                || System.nanoTime() - chunkBegan > limits.chunkAge().toNanos()) {
            pass();
        }
    }

    /** Gives on what is left. */
    void finish() {
        if (chunk.rows() > 0) {
            pass();
        }
    }

    private void pass() {
        chunk.end();
        chunk = sink.exchange(chunk);
        chunkBegan = System.nanoTime();
    }
}

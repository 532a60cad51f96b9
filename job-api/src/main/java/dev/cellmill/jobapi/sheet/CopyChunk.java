package dev.cellmill.jobapi.sheet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** Rows like those of {@code intake.sheet_row} in PostgreSQL's binary COPY format, made to be filled again. Not thread-safe. */
final class CopyChunk {
    static final String SQL = "COPY pg_temp.sheet_row_chunk (sheet_id, row, tenant, input) FROM STDIN (FORMAT binary)";

    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final short FIELDS = 4;
    private static final short END = -1;
    private static final int FIXED_BYTES_PER_ROW = 64;
    private static final byte JSONB_VERSION = 1;
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int size;
    private int rows;

    CopyChunk(int capacity) {
        bytes = new byte[capacity];
        clear();
    }

    void clear() {
        size = 0;
        rows = 0;
        reserve(FIXED_BYTES_PER_ROW);
        put(SIGNATURE, 0, SIGNATURE.length);
        putInt(0);
        putInt(0);
    }

    int rows() {
        return rows;
    }

    int size() {
        return size;
    }

    byte[] array() {
        return bytes;
    }

    /** Ends the chunk; nothing is added until it is cleared. */
    void end() {
        reserve(Short.BYTES);
        putShort(END);
    }

    /**
     * Adds a row whose input is the array of its cells.
     *
     * @param cells JSON of the cells, wherever each lies
     * @param starts of each column in {@code cells}; negative: the row has none
     */
    void add(UUID sheet, int row, byte[] tenant, byte[] cells, int[] starts, int[] ends, int columns) {
        int json = 2 + Math.max(0, columns - 1);
        for (int i = 0; i < columns; i++) {
            json += starts[i] < 0 ? NULL.length : ends[i] - starts[i];
        }
        reserve(FIXED_BYTES_PER_ROW + tenant.length + json);
        putShort(FIELDS);
        putInt(2 * Long.BYTES);
        putLong(sheet.getMostSignificantBits());
        putLong(sheet.getLeastSignificantBits());
        putInt(Integer.BYTES);
        putInt(row);
        putInt(tenant.length);
        put(tenant, 0, tenant.length);
        putInt(1 + json);
        bytes[size++] = JSONB_VERSION;
        bytes[size++] = '[';
        for (int i = 0; i < columns; i++) {
            if (i > 0) {
                bytes[size++] = ',';
            }
            if (starts[i] < 0) {
                put(NULL, 0, NULL.length);
            } else {
                put(cells, starts[i], ends[i] - starts[i]);
            }
        }
        bytes[size++] = ']';
        rows++;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length + (bytes.length >> 1), Math.addExact(size, more)));
        }
    }

    private void put(byte[] source, int from, int length) {
        System.arraycopy(source, from, bytes, size, length);
        size += length;
    }

    private void putShort(short value) {
        bytes[size++] = (byte) (value >> 8);
        bytes[size++] = (byte) value;
    }

    private void putInt(int value) {
        putShort((short) (value >> 16));
        putShort((short) value);
    }

    private void putLong(long value) {
        putInt((int) (value >> 32));
        putInt((int) value);
    }
}

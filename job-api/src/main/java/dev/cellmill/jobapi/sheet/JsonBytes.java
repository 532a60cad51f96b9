package dev.cellmill.jobapi.sheet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON as UTF-8 in an array that grows. Writes what it is told: callers see to commas. Not thread-safe. */
final class JsonBytes {
    /** A character becomes at most six bytes: {@code \}{@code u001f}. */
    private static final int MAX_BYTES_PER_CHAR = 6;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    static final int STORED = -1;

    private byte[] bytes;
    private int size;

    JsonBytes(int capacity) {
        bytes = new byte[capacity];
    }

    int size() {
        return size;
    }

    byte[] array() {
        return bytes;
    }

    void clear() {
        size = 0;
    }

    void ascii(char c) {
        reserve(1);
        bytes[size++] = (byte) c;
    }

    void ascii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
    }

    /** Writes a string with its quotes. @return {@link #STORED}, or the place of a character that cannot be stored */
    int string(char[] text, int from, int length) {
        reserve(length * MAX_BYTES_PER_CHAR + 2);
        byte[] target = bytes;
        int at = size;
        target[at++] = '"';
        for (int i = from, end = from + length; i < end; i++) {
            char c = text[i];
            if (c < 0x80 && c >= 0x20 && c != '"' && c != '\\') {
                target[at++] = (byte) c;
            } else if (c < 0x80) {
                if (c == 0) {
                    return i - from;
                }
                at = escape(target, at, c);
            } else if (c < 0x800) {
                target[at++] = (byte) (0xC0 | c >> 6);
                target[at++] = (byte) (0x80 | c & 0x3F);
            } else if (!Character.isSurrogate(c)) {
                target[at++] = (byte) (0xE0 | c >> 12);
                target[at++] = (byte) (0x80 | c >> 6 & 0x3F);
                target[at++] = (byte) (0x80 | c & 0x3F);
            } else {
                if (i + 1 == end || !Character.isSurrogatePair(c, text[i + 1])) {
                    return i - from;
                }
                int point = Character.toCodePoint(c, text[++i]);
                target[at++] = (byte) (0xF0 | point >> 18);
                target[at++] = (byte) (0x80 | point >> 12 & 0x3F);
                target[at++] = (byte) (0x80 | point >> 6 & 0x3F);
                target[at++] = (byte) (0x80 | point & 0x3F);
            }
        }
        target[at++] = '"';
        size = at;
        return STORED;
    }

    private static int escape(byte[] target, int at, char c) {
        target[at++] = '\\';
        switch (c) {
            case '"', '\\' -> target[at++] = (byte) c;
            case '\n' -> target[at++] = 'n';
            case '\r' -> target[at++] = 'r';
            case '\t' -> target[at++] = 't';
            case '\b' -> target[at++] = 'b';
            case '\f' -> target[at++] = 'f';
            default -> {
                target[at++] = 'u';
                target[at++] = '0';
                target[at++] = '0';
                target[at++] = HEX[c >> 4];
                target[at++] = HEX[c & 0xF];
            }
        }
        return at;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
        }
    }
}

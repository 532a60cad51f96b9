package dev.cellmill.jobapi.batch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a file, one at a time; blank ones are passed over but counted. Holds no more than one. Not thread-safe. */
final class FileLines {
    private static final int BUFFER = 64 * 1024;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final InputStream bytes;
    private final int longest;
    private final byte[] buffer = new byte[BUFFER];
    private byte[] line = new byte[BUFFER];
    private int filled;
    private int at;
    private long number;

    /** @param longest bytes of a line */
    FileLines(InputStream bytes, int longest) {
        this.bytes = bytes;
        this.longest = longest;
    }

    /** @param number from 1 */
    sealed interface Line {
        long number();

        record Text(long number, String text) implements Line {}

        record TooLong(long number) implements Line {}

        record NotUtf8(long number) implements Line {}
    }

    /** Null at the end. */
    @Nullable
    Line next() throws IOException {
        while (true) {
            int length = 0;
            boolean tooLong = false;
            boolean any = false;
            boolean ended = false;
            while (!ended) {
                if (at == filled) {
                    filled = Math.max(0, bytes.read(buffer));
                    at = 0;
                    if (filled == 0) {
                        break;
                    }
                }
                any = true;
                int end = at;
                while (end < filled && buffer[end] != '\n') {
                    end++;
                }
                tooLong = tooLong || length + (end - at) > longest;
                if (!tooLong) {
                    length = append(length, end);
                }
                ended = end < filled;
                at = ended ? end + 1 : end;
            }
            if (!any) {
                return null;
            }
            number++;
            if (tooLong) {
                return new Line.TooLong(number);
            }
            Line read = text(length);
            if (!(read instanceof Line.Text(long _, String text)) || !text.isBlank()) {
                return read;
            }
        }
    }

    private int append(int length, int end) {
        int more = end - at;
        if (line.length - length < more) {
            line = Arrays.copyOf(line, Math.max(line.length * 2, length + more));
        }
        System.arraycopy(buffer, at, line, length, more);
        return length + more;
    }

    private Line text(int length) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, length)).toString();
            boolean marked = number == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
            return new Line.Text(number, marked ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            return new Line.NotUtf8(number);
        }
    }
}

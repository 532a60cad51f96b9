package dev.cellmill.jobapi.sheet;

import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Reads UTF-8 and nothing else: the first byte that is not is a problem that names its offset and line. A byte order
 * mark at the beginning is passed over. Not thread-safe.
 */
final class Utf8Reader extends Reader {
    private static final int BUFFER = 1 << 16;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int NONE = -1;

    private final InputStream body;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
    /** Bytes of the body before those in the buffer. */
    private long offset;
    private long lines = 1;
    private boolean afterReturn;
    private boolean begun;
    private boolean ended;
    /** The second half of a pair whose first was the last the caller had room for. */
    private int heldBack = NONE;

    Utf8Reader(InputStream body) {
        this.body = body;
    }

    @Override
    public int read(char[] target, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (heldBack != NONE) {
            target[from] = (char) heldBack;
            heldBack = NONE;
            return 1;
        }
        if (!begun) {
            begin();
        }
        while (true) {
            CharBuffer chars = CharBuffer.wrap(target, from, length);
            CoderResult result = decode(chars);
            int read = chars.position() - from;
            if (read > 0) {
                return read;
            }
            if (result.isError()) {
                throw malformed();
            }
            if (result.isOverflow()) {
                return readHalf(target, from);
            }
            if (ended) {
                return -1;
            }
            fill();
        }
    }

    private CoderResult decode(CharBuffer chars) {
        int before = bytes.position();
        CoderResult result = decoder.decode(bytes, chars, ended);
        countLines(before, bytes.position());
        return result;
    }

    private int readHalf(char[] target, int from) {
        char[] pair = new char[2];
        decode(CharBuffer.wrap(pair));
        target[from] = pair[0];
        heldBack = pair[1];
        return 1;
    }

    private void begin() throws IOException {
        begun = true;
        while (!ended && bytes.remaining() < BYTE_ORDER_MARK.length) {
            fill();
        }
        if (bytes.remaining() >= BYTE_ORDER_MARK.length
                && bytes.slice(0, BYTE_ORDER_MARK.length).equals(ByteBuffer.wrap(BYTE_ORDER_MARK))) {
            bytes.position(BYTE_ORDER_MARK.length);
        }
    }

    private void fill() throws IOException {
        offset += bytes.position();
        bytes.compact();
        int read = body.read(bytes.array(), bytes.position(), bytes.remaining());
        if (read < 0) {
            ended = true;
        } else {
            bytes.position(bytes.position() + read);
        }
        bytes.flip();
    }

    private void countLines(int from, int to) {
        byte[] array = bytes.array();
        for (int i = from; i < to; i++) {
            byte b = array[i];
            if (b > '\r') {
                afterReturn = false;
            } else {
                if (b == '\r' || b == '\n' && !afterReturn) {
                    lines++;
                }
                afterReturn = b == '\r';
            }
        }
    }

    private ProblemException malformed() {
        long at = offset + bytes.position();
        return new ProblemException(new Problem(ProblemType.SHEET_MALFORMED,
                "The byte 0x%02X at offset %d, in line %d, is not UTF-8. Save the file as UTF-8 and send it again."
                        .formatted(bytes.get(bytes.position()), at, lines),
                null, lines, Map.of("byteOffset", at)));
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}

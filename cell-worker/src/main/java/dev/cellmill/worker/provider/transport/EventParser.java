package dev.cellmill.worker.provider.transport;

import dev.cellmill.worker.provider.transport.EventReader.Next;
import dev.cellmill.worker.provider.transport.EventReader.Then;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Cuts the bytes of a {@code text/event-stream} (WHATWG HTML, 9.2) into events, wherever reads happen to split them. Holds
 * one event at most. Pure, not thread-safe.
 */
final class EventParser {
    /** Longer ones are refused; in bytes. */
    static final int LONGEST = 1024 * 1024;

    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final String USUAL_TYPE = "message";

    private final Charset charset;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private String type = USUAL_TYPE;
    private boolean hasData;
    private boolean isFirstLine = true;
    private boolean isAfterReturn;

    EventParser(Charset charset) {
        this.charset = charset;
    }

    /**
     * Hands over each event that ends with these bytes, until the reader wants no more.
     *
     * @return the reader's last word
     * @throws CharacterCodingException if an event is not in its character set
     */
    Next feed(byte[] bytes, int length, EventReader reader) throws CharacterCodingException {
        int start = 0;
        for (int i = 0; i < length; i++) {
            boolean isReturn = bytes[i] == '\r';
            if (!isReturn && bytes[i] != '\n') {
                isAfterReturn = false;
                continue;
            }
            if (!isReturn && isAfterReturn) {
                isAfterReturn = false;
            } else {
                isAfterReturn = isReturn;
                line.write(bytes, start, i - start);
                Next next = endLine(reader);
                if (next != Then.MORE) {
                    return next;
                }
            }
            start = i + 1;
        }
        line.write(bytes, start, length - start);
        return line.size() + data.size() > LONGEST ? Then.TOO_LARGE : Then.MORE;
    }

    private Next endLine(EventReader reader) throws CharacterCodingException {
        byte[] whole = line.toByteArray();
        line.reset();
        int from = isFirstLine && startsWith(whole, 0, MARK) ? MARK.length : 0;
        isFirstLine = false;
        if (whole.length == from) {
            return endEvent(reader);
        }
        int colon = from;
        while (colon < whole.length && whole[colon] != ':') {
            colon++;
        }
        int value = Math.min(whole.length, colon + 1);
        if (value < whole.length && whole[value] == ' ') {
            value++;
        }
        field(new String(whole, from, colon - from, StandardCharsets.UTF_8), whole, value);
        return data.size() > LONGEST ? Then.TOO_LARGE : Then.MORE;
    }

    /** Comments have an empty name; other names are of no account here. */
    private void field(String name, byte[] whole, int value) throws CharacterCodingException {
        switch (name) {
            case "data" -> {
                if (hasData) {
                    data.write('\n');
                }
                hasData = true;
                data.write(whole, value, whole.length - value);
            }
            case "event" -> type = text(ByteBuffer.wrap(whole, value, whole.length - value));
            default -> {
                // as the standard has it
            }
        }
    }

    private Next endEvent(EventReader reader) throws CharacterCodingException {
        String named = type.isEmpty() ? USUAL_TYPE : type;
        boolean isEvent = hasData;
        type = USUAL_TYPE;
        hasData = false;
        if (!isEvent) {
            return Then.MORE;
        }
        String text = text(ByteBuffer.wrap(data.toByteArray()));
        data.reset();
        return reader.read(new ServerEvent(named, text));
    }

    private String text(ByteBuffer bytes) throws CharacterCodingException {
        return charset.newDecoder().decode(bytes).toString();
    }

    private static boolean startsWith(byte[] bytes, int from, byte[] start) {
        return bytes.length >= from + start.length
                && ByteBuffer.wrap(bytes, from, start.length).equals(ByteBuffer.wrap(start));
    }
}

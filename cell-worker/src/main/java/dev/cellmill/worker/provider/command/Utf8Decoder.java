package dev.cellmill.worker.provider.command;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** UTF-8 piece by piece: a character that is cut in two waits for its other half. Not thread-safe. */
final class Utf8Decoder {
    private final CharsetDecoder decoder;
    private byte[] half = new byte[0];
    private long consumed;
    private long brokenAt = -1;

    private Utf8Decoder(CodingErrorAction onError) {
        this.decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(onError);
    }

    /** Stops at what is no UTF-8. */
    static Utf8Decoder strict() {
        return new Utf8Decoder(CodingErrorAction.REPORT);
    }

    /** Puts U+FFFD in place of what is no UTF-8. */
    static Utf8Decoder lenient() {
        return new Utf8Decoder(CodingErrorAction.REPLACE);
    }

    /** Where what is no UTF-8 begins, in bytes from 0; -1 if there is none. */
    long brokenAt() {
        return brokenAt;
    }

    /** The whole characters that there are now. */
    String decode(byte[] bytes, int length) {
        return decode(bytes, length, false);
    }

    /** No more bytes come: half a character is none. */
    String end() {
        return decode(new byte[0], 0, true);
    }

    private String decode(byte[] bytes, int length, boolean last) {
        if (brokenAt >= 0) {
            return "";
        }
        ByteBuffer in = ByteBuffer.allocate(half.length + length).put(half).put(bytes, 0, length).flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
        CoderResult result = decoder.decode(in, out, last);
        if (result.isError()) {
            brokenAt = consumed + in.position();
        }
        consumed += in.position();
        half = new byte[in.remaining()];
        in.get(half);
        return out.flip().toString();
    }
}

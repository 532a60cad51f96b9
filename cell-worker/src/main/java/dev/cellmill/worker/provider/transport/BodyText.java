package dev.cellmill.worker.provider.transport;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Reads a body in the character set that it declares, UTF-8 where it declares none. */
final class BodyText {
    private BodyText() {}

    /** Empty if the bytes are none of that character set. */
    static Optional<String> strict(byte[] body, HttpHeaders headers) {
        try {
            return Optional.of(charsetOf(headers).newDecoder().decode(ByteBuffer.wrap(body)).toString());
        } catch (CharacterCodingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** With a sign in place of what cannot be read. */
    static String lenient(byte[] body, HttpHeaders headers) {
        return strict(body, headers).orElseGet(() -> new String(body, StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException if the declared one is unknown here */
    static Charset charsetOf(HttpHeaders headers) {
        String type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
        if (type == null) {
            return StandardCharsets.UTF_8;
        }
        try {
            Charset declared = MediaType.parseMediaType(type).getCharset();
            return declared == null ? StandardCharsets.UTF_8 : declared;
        } catch (InvalidMediaTypeException e) {
            return StandardCharsets.UTF_8;
        }
    }
}

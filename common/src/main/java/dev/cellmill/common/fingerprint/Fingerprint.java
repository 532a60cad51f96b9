package dev.cellmill.common.fingerprint;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;

/** The first 128 bits of a SHA-256 over everything that decides an answer. Kafka key and cache key of a request. */
public record Fingerprint(long high, long low) {

    /** @param digest at least 16 bytes */
    public static Fingerprint ofDigest(byte[] digest) {
        ByteBuffer bytes = ByteBuffer.wrap(digest);
        return new Fingerprint(bytes.getLong(), bytes.getLong());
    }

    /** @throws IllegalArgumentException if the text is not 32 hexadecimal digits */
    @JsonCreator
    public static Fingerprint parse(String text) {
        if (text.length() != 32) {
            throw new IllegalArgumentException("a fingerprint is 32 hexadecimal digits, not: " + text);
        }
        return new Fingerprint(HexFormat.fromHexDigitsToLong(text, 0, 16), HexFormat.fromHexDigitsToLong(text, 16, 32));
    }

    /** How the database stores it. */
    public UUID toUuid() {
        return new UUID(high, low);
    }

    public static Fingerprint ofUuid(UUID uuid) {
        return new Fingerprint(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    @Override
    @JsonValue
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}

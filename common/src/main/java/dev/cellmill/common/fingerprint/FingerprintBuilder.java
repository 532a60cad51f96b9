package dev.cellmill.common.fingerprint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Feeds parts into a fingerprint. Each part goes in as its length and its bytes, so no two lists of parts
 * share a digest by running together. Not thread-safe; {@link #copy} forks a common prefix cheaply.
 */
public final class FingerprintBuilder {
    private static final int ABSENT = -1;

    private final MessageDigest digest;

    public FingerprintBuilder() {
        this(sha256());
    }

    private FingerprintBuilder(MessageDigest digest) {
        this.digest = digest;
    }

    /** An absent part differs from an empty one. */
    public FingerprintBuilder add(@Nullable String part) {
        if (part == null) {
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(ABSENT).flip());
            return this;
        }
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
        return this;
    }

    public FingerprintBuilder copy() {
        try {
            return new FingerprintBuilder((MessageDigest) digest.clone());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 cannot be cloned", e);
        }
    }

    public Fingerprint build() {
        return Fingerprint.ofDigest(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

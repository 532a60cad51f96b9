package dev.cellmill.common.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key as its owner has it: {@code cm_<id>_<secret>}. The id is no secret. The secret is 32 bytes of a secure random
 * source: with 2^256 of them nobody finds one from its SHA-256, however quick that is, so a slow hash, which makes guessed
 * passwords dear, would only make requests dear.
 */
public record KeyText(String id, String secret) {
    private static final Pattern SHAPE = Pattern.compile("cm_([a-z0-9]{12})_([A-Za-z0-9_-]{43})");
    private static final Pattern ID = Pattern.compile("[a-z0-9]{12}");
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +(\\S+) *");
    private static final String ID_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ID_LENGTH = 12;
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new one. */
    public static KeyText next() {
        var id = new StringBuilder();
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_LETTERS.charAt(RANDOM.nextInt(ID_LETTERS.length())));
        }
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return new KeyText(id.toString(), Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** What an {@code Authorization} header shows; empty if that is no key, or absent. */
    static Optional<KeyText> ofHeader(@Nullable String header) {
        Matcher bearer = BEARER.matcher(header == null ? "" : header);
        return bearer.matches() ? of(bearer.group(1)) : Optional.empty();
    }

    /** Empty if it is none. */
    public static Optional<KeyText> of(String text) {
        Matcher key = SHAPE.matcher(text);
        return key.matches() ? Optional.of(new KeyText(key.group(1), key.group(2))) : Optional.empty();
    }

    /** Whether a key can have this id. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** SHA-256, all that is stored of the secret. */
    public byte[] secretHash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The whole key; to be shown once, never to be logged. */
    public String whole() {
        return "cm_%s_%s".formatted(id, secret);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "cm_%s_…".formatted(id);
    }
}

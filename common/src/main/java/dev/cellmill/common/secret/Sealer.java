package dev.cellmill.common.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals texts by AES-256-GCM, each with a nonce of its own and bound to the place where it is stored, so that a sealed text
 * copied to another row opens nothing. The first key seals, all of them open. Thread-safe.
 *
 * <p>On the disk: {@code sealed.<id of the key>.<Base64 of nonce, ciphertext and tag>}.
 */
public final class Sealer {
    private static final String PREFIX = "sealed.";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int ID_BYTES = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<Key> keys;

    /** @param id the beginning of its hash, by which a sealed text names it */
    private record Key(String id, SecretKeySpec key) {
        private static Key of(byte[] bytes) {
            return new Key(HexFormat.of().formatHex(sha256(bytes), 0, ID_BYTES), new SecretKeySpec(bytes, "AES"));
        }

        private String prefix() {
            return PREFIX + id + ".";
        }
    }

    private Sealer(List<Key> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * @param configured keys separated by commas, each the Base64 of 32 bytes; empty for none
     * @throws BadSecretsKey if one is no key
     */
    public static Sealer of(String configured) {
        var keys = new ArrayList<Key>();
        for (String text : configured.split(",")) {
            if (!text.isBlank()) {
                keys.add(Key.of(bytes(text.strip(), keys.size() + 1)));
            }
        }
        return new Sealer(keys);
    }

    /** A key, as {@link #of} takes it. */
    public static String newKey() {
        return Base64.getEncoder().encodeToString(random(KEY_BYTES));
    }

    /** Whether there is a key; without one nothing can be sealed. */
    public boolean ready() {
        return !keys.isEmpty();
    }

    /** How everything begins that is sealed by the key that seals now. */
    public String currentPrefix() {
        return sealing().prefix();
    }

    /**
     * @param place where it will be stored, the same for {@link #open}
     * @throws IllegalStateException if there is no key
     */
    public String seal(String text, String place) {
        Key key = sealing();
        byte[] nonce = random(NONCE_BYTES);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, place)
                    .doFinal(text.getBytes(StandardCharsets.UTF_8));
            return key.prefix() + Base64.getEncoder().encodeToString(
                    ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + CIPHER, e);
        }
    }

    /**
     * @return empty if the key that sealed it is not among the configured ones, or if it was sealed for another place or
     *         changed since. What was stored before there were keys, and so is not sealed, is itself.
     */
    public Optional<String> open(String stored, String place) {
        if (!stored.startsWith(PREFIX)) {
            return Optional.of(stored);
        }
        return keys.stream().filter(key -> stored.startsWith(key.prefix())).findFirst()
                .flatMap(key -> open(stored.substring(key.prefix().length()), key, place));
    }

    private static Optional<String> open(String sealed, Key key, String place) {
        try {
            byte[] bytes = Base64.getDecoder().decode(sealed);
            if (bytes.length < NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] text = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(bytes, NONCE_BYTES), place)
                    .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            return Optional.of(new String(text, StandardCharsets.UTF_8));
        } catch (AEADBadTagException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + CIPHER, e);
        }
    }

    private Key sealing() {
        if (keys.isEmpty()) {
            throw new IllegalStateException("no key for secrets is configured");
        }
        return keys.getFirst();
    }

    private static Cipher cipher(int mode, Key key, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] bytes(String text, int number) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (bytes.length == KEY_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // said below, without the text
        }
        throw new BadSecretsKey(number);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Sealer[" + keys.size() + "]";
    }
}

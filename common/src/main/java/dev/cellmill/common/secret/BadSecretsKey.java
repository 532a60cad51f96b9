package dev.cellmill.common.secret;

/** One of the configured keys is none. Its text is not told. */
public final class BadSecretsKey extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadSecretsKey(int number) {
        super(("Key %d of CELLMILL_SECRETS_KEY is not the Base64 of 32 bytes; make one with: openssl rand -base64 32")
                .formatted(number));
    }
}

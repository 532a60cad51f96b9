package dev.cellmill.status.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.core.io.Resource;

/** The entity tag of a file: weak, since the web server may compress it on its way, and refuses to for a strong one. */
final class ContentTag {
    private static final int BYTES = 12;

    private ContentTag() {}

    static String of(Resource file) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(file.getContentAsByteArray());
            return "W/\"%s\"".formatted(HexFormat.of().formatHex(hash, 0, BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

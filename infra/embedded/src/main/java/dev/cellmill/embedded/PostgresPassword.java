package dev.cellmill.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What a server's user shows: others of this machine reach the port too. Made once for each folder and kept there, readable by
 * its owner alone; who copies the folder takes it along.
 */
final class PostgresPassword {
    private static final String FILE = "password";
    private static final int BYTES = 32;

    private PostgresPassword() {}

    /** Makes it if there is none. */
    static synchronized String of(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (Files.notExists(file)) {
            OwnFolder.make(folder);
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            Path made = folder.resolve(FILE + ".new");
            Files.deleteIfExists(made);
            Files.createFile(made,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(made, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
            // whole or not there, whenever the process dies
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }

    /** Tells one password from another, and nothing else of it: it is too long to be guessed. */
    static String print(String password) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package dev.cellmill.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A folder that no other user of this machine looks into. */
final class OwnFolder {
    private OwnFolder() {}

    /** Makes it if it is not there; closes it to others if it is. */
    static void make(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
}

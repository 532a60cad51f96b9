package dev.cellmill.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The server's programs, unpacked from the class path once per user and machine. */
final class PostgresBinaries {
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    private PostgresBinaries() {}

    /**
     * The folder with {@code bin}, {@code lib} and {@code share}; unpacks them if no process has before.
     *
     * @param shared whether other users than this one must be able to run them
     */
    static Path unpacked(boolean shared) {
        String archive = "postgres-%s-%s".formatted(system(), architecture());
        Path folder = (shared ? TEMPORARY.resolve("cellmill") : cache()).resolve(archive + "-" + version());
        if (!Files.isDirectory(folder)) {
            unpack("/" + archive + ".txz", folder);
        }
        return folder;
    }

    private static void unpack(String archive, Path folder) {
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream(archive)) {
            if (packed == null) {
                throw new IllegalStateException("no embedded PostgreSQL for this machine (%s); give a server instead, "
                        .formatted(archive) + "with CELLMILL_DATABASE_URL");
            }
            Files.createDirectories(folder.getParent());
            Path unfinished = Files.createTempDirectory(folder.getParent(), "unpacking-");
            // readable by the server where it runs as another user
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
            unpack(new XZInputStream(new BufferedInputStream(packed)), unfinished);
            publish(unfinished, folder);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL could not be unpacked into " + folder, e);
        }
    }

    /** Whole or not at all: another process may do the same at this moment, and the first wins. */
    private static void publish(Path unfinished, Path folder) throws IOException {
        try {
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
            Folders.delete(unfinished);
        }
    }

    private static void unpack(InputStream unpacked, Path folder) throws IOException {
        try (var tar = new TarArchiveInputStream(unpacked)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(tar, entry, folder);
            }
        }
    }

    private static void write(InputStream content, TarArchiveEntry entry, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("entry outside the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(target, folder.resolve(entry.getLinkName()).normalize());
        } else {
            Files.copy(content, target);
            boolean program = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(target,
                    PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private static Path cache() {
        String chosen = System.getenv("XDG_CACHE_HOME");
        Path base = chosen == null || chosen.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(chosen);
        Path folder = base.resolve("cellmill");
        try {
            Files.createDirectories(folder);
            if (Files.isWritable(folder)) {
                return folder;
            }
        } catch (IOException e) {
            // no home to speak of: the machine's temporary folder serves as well
        }
        return TEMPORARY.resolve("cellmill-" + System.getProperty("user.name"));
    }

    private static String version() {
        try (InputStream content = PostgresBinaries.class.getResourceAsStream("/embedded-postgres.properties")) {
            var properties = new Properties();
            properties.load(content);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("the version of the embedded PostgreSQL is not on the class path", e);
        }
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "aarch64", "arm64" -> "arm_64";
            case "amd64", "x86_64" -> "x86_64";
            case String other -> other;
        };
    }
}

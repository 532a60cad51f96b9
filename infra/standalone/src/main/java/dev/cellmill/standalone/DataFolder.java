package dev.cellmill.standalone;

import dev.cellmill.common.secret.Sealer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The folder of one server, held by a lock that the operating system releases however the process ends. */
final class DataFolder implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path folder;
    private final FileChannel lockFile;

    private DataFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /** @throws StartRefused if another process holds the folder, or it cannot be written */
    static DataFolder hold(Path folder) {
        Path lock = folder.resolve("cellmill.lock");
        try {
            Files.createDirectories(folder);
            var file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(file) == null) {
                file.close();
                throw new StartRefused(
                        "The folder %s is in use by process %s; stop that one, or choose another folder with --data."
                                .formatted(folder, Files.readString(lock).strip()));
            }
            file.truncate(0);
            file.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
            return new DataFolder(folder, file);
        } catch (IOException e) {
            throw new StartRefused("The folder %s cannot be written (%s); choose another with --data."
                    .formatted(folder, e.getClass().getSimpleName()));
        }
    }

    Path kafka() {
        return folder.resolve("kafka");
    }

    Path postgres() {
        return folder.resolve("postgres");
    }

    /**
     * The key that seals secrets in this folder's database, made at the first start and readable by its owner alone. Whoever
     * copies the folder needs it too.
     *
     * @throws StartRefused if it cannot be read or written
     */
    String secretsKey() {
        Path file = folder.resolve("secrets.key");
        try {
            if (Files.notExists(file)) {
                Path made = folder.resolve("secrets.key.new");
                Files.deleteIfExists(made);
                Files.createFile(made, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
                Files.writeString(made, Sealer.newKey());
                // whole or not there, whenever the process dies
                Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StartRefused(
                    "The key of the secrets in %s cannot be read or made (%s); give its owner back the file."
                            .formatted(file, e.getClass().getSimpleName()));
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the lock on %s could not be released".formatted(folder), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            // held by another server within this process
            return null;
        }
    }
}

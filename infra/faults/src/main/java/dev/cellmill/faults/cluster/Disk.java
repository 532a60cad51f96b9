package dev.cellmill.faults.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A small file system of its own, which can be filled to the last byte. Where the machine does not let one mount, a folder
 * like any other, which cannot.
 */
public final class Disk implements AutoCloseable {
    static final String BROKER = "broker";
    static final String DATABASE = "database";
    static final String UPLOADS = "uploads";
    static final List<String> NAMES = List.of(BROKER, DATABASE, UPLOADS);

    private static final String FILLER = "filler";
    private static final int PATIENCE_SECONDS = 30;

    private final Path folder;
    private final Path image;
    private final @Nullable String refusal;

    private Disk(Path folder, Path image, @Nullable String refusal) {
        this.folder = folder;
        this.image = image;
        this.refusal = refusal;
    }

    /** @param folder made anew @param megabytes of room; taken from the disk below as they are used */
    static Disk mount(Path folder, int megabytes) throws IOException {
        Path image = folder.resolveSibling(folder.getFileName() + ".img");
        Files.createDirectories(folder);
        Files.deleteIfExists(image);
        String refusal = run("truncate", "-s", megabytes + "M", image.toString());
        refusal = refusal == null ? run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString()) : refusal;
        refusal = refusal == null
                ? run("mount", "-o", "loop,nosuid,nodev", image.toString(), folder.toString())
                : refusal;
        if (refusal != null) {
            Files.deleteIfExists(image);
        }
        return new Disk(folder, image, refusal);
    }

    public Path folder() {
        return folder;
    }

    /** Lazily: a file that somebody still holds does not keep it. @return why it could not be */
    static @Nullable String unmount(Path folder) {
        return run("umount", "-l", folder.toString());
    }

    /** Why it cannot be filled; null if it can. */
    public @Nullable String refusal() {
        return refusal;
    }

    /** To the last byte. */
    public void fill() {
        try {
            FileStore store = Files.getFileStore(folder);
            for (int part = 0; store.getUsableSpace() > 0 && part < 4; part++) {
                String refused = run("fallocate", "-l", Long.toString(store.getUsableSpace()),
                        folder.resolve(FILLER + part).toString());
                if (refused != null) {
                    // somebody was quicker: what is left goes by dd, until there is nothing
                    run("dd", "if=/dev/zero", "of=" + folder.resolve(FILLER + "-rest"), "bs=4k");
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void free() {
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith(FILLER)).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (refusal == null) {
            String refused = unmount(folder);
            if (refused != null) {
                throw new IOException("%s stays mounted: %s".formatted(folder, refused));
            }
            Files.deleteIfExists(image);
        }
    }

    /** @return what it said if it failed */
    private static @Nullable String run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return command[0] + " does not end";
            }
            return process.exitValue() == 0 ? null : command[0] + ": " + said;
        } catch (IOException e) {
            return command[0] + " is not there";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}

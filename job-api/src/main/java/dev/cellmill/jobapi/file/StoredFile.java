package dev.cellmill.jobapi.file;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file that is whole.
 *
 * @param bytes of its content
 * @param expiresAt when it goes by itself; null for never
 */
public record StoredFile(FileId id, String filename, String purpose, long bytes, Instant createdAt,
        @Nullable Instant expiresAt) {
    /** Of files that are given in for batches. */
    public static final String BATCH = "batch";

    /** Of files that batches write. */
    public static final String BATCH_OUTPUT = "batch_output";

    public StoredFile {
        requireNonNull(id, "id is null");
        requireNonNull(filename, "filename is null");
        requireNonNull(purpose, "purpose is null");
        requireNonNull(createdAt, "createdAt is null");
    }
}

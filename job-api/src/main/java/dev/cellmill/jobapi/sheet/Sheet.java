package dev.cellmill.jobapi.sheet;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.id.SheetId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sheet that is whole.
 *
 * @param rowCount its rows are 0 to {@code rowCount - 1}
 * @param contentHash SHA-256 in hexadecimal of the one body it was made of, decompressed; null once rows were appended
 */
public record Sheet(
        SheetId id,
        String name,
        List<String> columns,
        int rowCount,
        Instant createdAt,
        @Nullable String contentHash) {

    public Sheet {
        requireNonNull(id, "id is null");
        requireNonNull(name, "name is null");
        requireNonNull(createdAt, "createdAt is null");
        columns = List.copyOf(columns);
    }
}

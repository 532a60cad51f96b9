package dev.cellmill.jobapi.file;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.cellmill.common.id.PrefixedId;
import java.util.Optional;
import java.util.UUID;

/** Names a file: {@code file-} and a UUIDv7 without dashes, so ids sort by the time of their making. */
public record FileId(UUID value) {
    private static final String PREFIX = "file-";

    public FileId {
        requireNonNull(value, "value is null");
    }

    static FileId next() {
        return new FileId(UuidCreator.getTimeOrderedEpoch());
    }

    /** Empty if the text is the id of no file. */
    public static Optional<FileId> of(String text) {
        return PrefixedId.read(PREFIX, text).map(FileId::new);
    }

    @JsonValue
    @Override
    public String toString() {
        return PrefixedId.write(PREFIX, value);
    }
}

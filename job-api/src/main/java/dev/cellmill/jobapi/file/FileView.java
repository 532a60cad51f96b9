package dev.cellmill.jobapi.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A file as OpenAI's API shows it. Times in seconds since 1970. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FileView(
        FileId id,
        String object,
        long bytes,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("expires_at") @Nullable Long expiresAt,
        String filename,
        String purpose,
        String status) {

    static FileView of(StoredFile file) {
        Instant expiry = file.expiresAt();
        return new FileView(file.id(), "file", file.bytes(), file.createdAt().getEpochSecond(),
                expiry == null ? null : Long.valueOf(expiry.getEpochSecond()), file.filename(), file.purpose(),
                "processed");
    }
}

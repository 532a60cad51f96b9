package dev.cellmill.jobapi.job;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.state.JobState;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A job on the wire.
 *
 * @param spec as it was given, with what its template adds, secrets redacted
 */
public record JobView(
        JobId id,
        String name,
        SheetId sheetId,
        JobState state,
        @Nullable String pauseReason,
        String createdBy,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        Map<String, String> labels,
        @Nullable JsonNode error,
        JsonNode spec) {

    public JobView {
        labels = Map.copyOf(labels);
    }

    JobView withSpec(JsonNode shown) {
        return new JobView(id, name, sheetId, state, pauseReason, createdBy, createdAt, updatedAt, startedAt, endedAt,
                labels, error, shown);
    }
}

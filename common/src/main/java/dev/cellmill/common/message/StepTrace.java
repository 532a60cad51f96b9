package dev.cellmill.common.message;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a step sent and received, kept for {@code GET /v1/status/cells/…}. Local providers leave none.
 *
 * @param request as sent, secrets redacted
 * @param answer as received, cut to 64 KB
 */
public record StepTrace(
        int step,
        String provider,
        @Nullable String model,
        @Nullable JsonNode request,
        @Nullable String answer,
        List<Attempt> attempts) {

    public StepTrace {
        requireNonNull(provider, "provider is null");
        attempts = List.copyOf(attempts);
    }

    /**
     * One call to a provider.
     *
     * @param error null if it succeeded
     */
    public record Attempt(Instant startedAt, long latencyMillis, @Nullable CellError error) {
        public Attempt {
            requireNonNull(startedAt, "startedAt is null");
        }
    }
}

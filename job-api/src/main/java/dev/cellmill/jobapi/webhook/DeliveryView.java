package dev.cellmill.jobapi.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cellmill.common.id.DeliveryId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message to a webhook, on the wire.
 *
 * @param id the {@code webhook-id} that the receiver sees on each attempt
 * @param state pending, delivered, failed or disabled
 * @param attempts that came to an end, oldest first; the newest twenty
 * @param nextAttemptAt at the latest, of a pending one
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record DeliveryView(DeliveryId id, String type, String state, List<Attempt> attempts, @Nullable Instant nextAttemptAt,
        Instant createdAt) {

    /**
     * @param status of the answer, null if none came
     * @param error why it is no delivery, null if it is one
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Attempt(Instant at, @Nullable Integer status, @Nullable String error, double seconds) {}

    DeliveryView {
        attempts = List.copyOf(attempts);
    }
}

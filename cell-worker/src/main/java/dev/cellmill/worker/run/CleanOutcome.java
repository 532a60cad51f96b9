package dev.cellmill.worker.run;

import dev.cellmill.common.json.StorableText;
import dev.cellmill.worker.provider.ProviderOutcome;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An outcome whose texts the database can store. */
final class CleanOutcome {
    private CleanOutcome() {}

    static ProviderOutcome of(ProviderOutcome outcome) {
        return switch (outcome) {
            case ProviderOutcome.Success success -> success(success);
            case ProviderOutcome.Failure failure -> new ProviderOutcome.Failure(failure.code(),
                    StorableText.storable(failure.message()), failure.transientFailure(),
                    failure.retryAfter(), failure.inputTokens(), failure.outputTokens(), failure.cost(),
                    failure.costUnknown(),
                    clean(failure.sent()), clean(failure.received()), failure.quota(), failure.status());
        };
    }

    private static ProviderOutcome success(ProviderOutcome.Success success) {
        JsonNode answer = StorableText.storable(success.answer());
        JsonNode sent = clean(success.sent());
        String received = clean(success.received());
        boolean same = answer == success.answer() && sent == success.sent()
                && (received == null || received.equals(success.received()));
        return same
                ? success
                : new ProviderOutcome.Success(answer, success.confidence(), success.inputTokens(),
                        success.outputTokens(), success.cost(), sent, received, success.quota(), success.isWritten());
    }

    private static @Nullable JsonNode clean(@Nullable JsonNode node) {
        return node == null ? null : StorableText.storable(node);
    }

    private static @Nullable String clean(@Nullable String text) {
        return text == null ? null : StorableText.storable(text);
    }
}

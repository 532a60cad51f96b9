package dev.cellmill.worker.provider.chat;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An answer, and what its server says of it.
 *
 * @param root as the protocol has it, also where it came piece by piece
 * @param text null if it holds none, as where the model refused
 * @param isCutOff whether the bound on its length ended it
 * @param refusal the words, where the model or its server refused
 * @param inputTokens null where the server does not count
 * @param outputTokens as above
 */
public record ChatAnswer(
        JsonNode root,
        @Nullable String text,
        boolean isCutOff,
        @Nullable String refusal,
        @Nullable Long inputTokens,
        @Nullable Long outputTokens) {
    public ChatAnswer {
        requireNonNull(root, "root is null");
    }

    /** The same, but for its text. */
    ChatAnswer with(@Nullable String other) {
        return new ChatAnswer(root, other, isCutOff, refusal, inputTokens, outputTokens);
    }

    /** A count that can be relied on, else null. */
    public static @Nullable Long counted(JsonNode count) {
        return count.isIntegralNumber() && count.canConvertToLong() && count.longValue() >= 0
                ? Long.valueOf(count.longValue())
                : null;
    }
}

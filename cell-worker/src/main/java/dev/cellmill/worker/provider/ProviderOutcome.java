package dev.cellmill.worker.provider;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.message.ErrorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What came of one attempt. */
public sealed interface ProviderOutcome {

    /** The request as sent, secrets redacted; null for local providers. */
    @Nullable
    JsonNode sent();

    /** The answer as received, cut to 64 KB; null for local providers. */
    @Nullable
    String received();

    /** What the provider says of its limits. */
    Quota quota();

    /**
     * An answer.
     *
     * @param answer the whole of it; a text for an LLM, an object for others
     * @param confidence 0 to 1, null where the provider gives none
     * @param inputTokens as the provider counted them, 0 where it counts none
     * @param cost nano-dollars, from its price and the usage
     * @param isWritten whether the answer is the text that was written to the attempt's output, too long to be held in
     *     memory; {@code answer} is then its beginning
     */
    record Success(
            JsonNode answer,
            @Nullable Double confidence,
            long inputTokens,
            long outputTokens,
            long cost,
            @Nullable JsonNode sent,
            @Nullable String received,
            Quota quota,
            boolean isWritten) implements ProviderOutcome {
        public Success {
            requireNonNull(answer, "answer is null");
            requireNonNull(quota, "quota is null");
        }

        /** One that is in memory. */
        public Success(JsonNode answer, @Nullable Double confidence, long inputTokens, long outputTokens, long cost,
                @Nullable JsonNode sent, @Nullable String received, Quota quota) {
            this(answer, confidence, inputTokens, outputTokens, cost, sent, received, quota, false);
        }

        /** Of a provider that says nothing of its limits. */
        public Success(JsonNode answer, @Nullable Double confidence, long inputTokens, long outputTokens, long cost,
                @Nullable JsonNode sent, @Nullable String received) {
            this(answer, confidence, inputTokens, outputTokens, cost, sent, received, Quota.UNKNOWN);
        }
    }

    /**
     * No answer.
     *
     * @param message what happened and what to do, without secrets
     * @param transientFailure whether another attempt may succeed
     * @param retryAfter the least wait that the provider asked for, null if it asked for none
     * @param inputTokens that were charged all the same, as for an answer cut off too early to be of use
     * @param cost nano-dollars that were charged all the same
     * @param costUnknown whether it may have been charged without a word, so that the worst is to be taken
     * @param status of an answer over HTTP that was none of success; null where none came
     */
    record Failure(
            ErrorCode code,
            String message,
            boolean transientFailure,
            @Nullable Duration retryAfter,
            long inputTokens,
            long outputTokens,
            long cost,
            boolean costUnknown,
            @Nullable JsonNode sent,
            @Nullable String received,
            Quota quota,
            @Nullable Integer status) implements ProviderOutcome {
        public Failure {
            requireNonNull(code, "code is null");
            requireNonNull(message, "message is null");
            requireNonNull(quota, "quota is null");
        }

        /** Of a provider that says nothing of its limits. */
        public Failure(ErrorCode code, String message, boolean transientFailure, @Nullable Duration retryAfter,
                long inputTokens, long outputTokens, long cost, boolean costUnknown, @Nullable JsonNode sent,
                @Nullable String received) {
            this(code, message, transientFailure, retryAfter, inputTokens, outputTokens, cost, costUnknown, sent,
                    received, Quota.UNKNOWN, null);
        }

        /** One that cost nothing. */
        public Failure(
                ErrorCode code,
                String message,
                boolean transientFailure,
                @Nullable Duration retryAfter,
                @Nullable JsonNode sent,
                @Nullable String received) {
            this(code, message, transientFailure, retryAfter, 0, 0, 0, false, sent, received);
        }
    }
}

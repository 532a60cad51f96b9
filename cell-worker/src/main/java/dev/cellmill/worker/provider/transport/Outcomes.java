package dev.cellmill.worker.provider.transport;

import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.worker.provider.ProviderOutcome.Failure;
import dev.cellmill.worker.provider.ProviderOutcome.Success;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.Quota;
import dev.cellmill.worker.provider.transport.HttpResult.Failed;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The outcomes of one request that was sent, its secrets taken out of all that is kept of it, and no more of an answer
 * kept as received than 64 KB.
 *
 * @param sent without secrets
 * @param quota what the server said of its limits
 */
public record Outcomes(Secrets secrets, JsonNode sent, Quota quota) {
    private static final int LONGEST_RECEIVED = 64 * 1024;

    public Outcomes(Secrets secrets, JsonNode sent) {
        this(secrets, sent, Quota.UNKNOWN);
    }

    /** Of an answer beside which the server said so of its limits. */
    public Outcomes with(Quota told) {
        return new Outcomes(secrets, sent, told);
    }

    public Success success(
            JsonNode answer,
            @Nullable Double confidence,
            long inputTokens,
            long outputTokens,
            long cost,
            String received) {
        return new Success(answer, confidence, inputTokens, outputTokens, cost, sent, kept(received), quota);
    }

    /** Of a text that was written to the attempt's output, too long to be held. @param beginning of it */
    public Success written(JsonNode beginning, long cost, String received) {
        return new Success(beginning, null, 0, 0, cost, sent, kept(received), quota, true);
    }

    public ProviderOutcome failure(Failed failed) {
        return new Failure(
                failed.code(),
                secrets.redact(failed.message()),
                failed.transientFailure(),
                failed.retryAfter(),
                0,
                0,
                0,
                failed.mayHaveRun(),
                sent,
                kept(failed.received()),
                failed.quota(),
                failed.status());
    }

    /** An answer that is not what was asked for. Another attempt may bring a better one. */
    public ProviderOutcome invalid(String message, String received) {
        return failure(new Failed(ErrorCode.OUTPUT_INVALID, message, true, null, true, received, quota));
    }

    /** An answer that is of no use, would be again, and was charged all the same. */
    public ProviderOutcome charged(
            ErrorCode code,
            String message,
            long inputTokens,
            long outputTokens,
            long cost,
            String received) {
        return new Failure(code, secrets.redact(message), false, null, inputTokens, outputTokens, cost, false, sent,
                kept(received), quota, null);
    }

    /** The head of what came, a character never cut in two. */
    private @Nullable String kept(@Nullable String received) {
        if (received == null) {
            return null;
        }
        // redacted with room to spare, so that no secret is cut in two and half of it kept
        String head = secrets.redact(received.substring(0, Math.min(received.length(), 2 * LONGEST_RECEIVED)));
        if (head.length() <= LONGEST_RECEIVED) {
            return head;
        }
        int end = Character.isHighSurrogate(head.charAt(LONGEST_RECEIVED - 1))
                ? LONGEST_RECEIVED - 1
                : LONGEST_RECEIVED;
        return head.substring(0, end);
    }
}

package dev.cellmill.worker.provider.transport;

import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.worker.provider.Quota;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of one request. May hold secrets that a server sent back: {@link Secrets} is for showing it. */
public sealed interface HttpResult {

    /** What the server says of its limits. */
    Quota quota();

    /** A status from 200 to 299, and the body as text. */
    record Answered(String text, Quota quota) implements HttpResult {}

    /**
     * Everything else.
     *
     * @param mayHaveRun whether the server may have done the work, and charge for it
     * @param received the body as far as it is known, null if none came
     */
    record Failed(
            ErrorCode code,
            String message,
            boolean transientFailure,
            @Nullable Duration retryAfter,
            boolean mayHaveRun,
            @Nullable String received,
            Quota quota) implements HttpResult {

        /** Without a word of limits. */
        Failed(ErrorCode code, String message, boolean transientFailure, @Nullable Duration retryAfter,
                boolean mayHaveRun, @Nullable String received) {
            this(code, message, transientFailure, retryAfter, mayHaveRun, received, Quota.UNKNOWN);
        }

        static Failed unavailable(String message, boolean mayHaveRun) {
            return new Failed(ErrorCode.PROVIDER_UNAVAILABLE, message, true, null, mayHaveRun, null);
        }
    }
}

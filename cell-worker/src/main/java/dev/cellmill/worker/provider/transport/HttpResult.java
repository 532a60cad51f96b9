package dev.cellmill.worker.provider.transport;

import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.worker.provider.Quota;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of one request. May hold secrets that a server sent back: {@link Secrets} is for showing it. */
public sealed interface HttpResult extends StreamResult {

    /** A status from 200 to 299, and the body as text. */
    record Answered(String text, Quota quota) implements HttpResult {}

    /**
     * Everything else.
     *
     * @param mayHaveRun whether the server may have done the work, and charge for it
     * @param received the body as far as it is known, null if none came
     * @param status that the server answered with; null if it is none that says so
     */
    record Failed(
            ErrorCode code,
            String message,
            boolean transientFailure,
            @Nullable Duration retryAfter,
            boolean mayHaveRun,
            @Nullable String received,
            Quota quota,
            @Nullable Integer status) implements HttpResult {

        /** Of no bad status. */
        public Failed(ErrorCode code, String message, boolean transientFailure, @Nullable Duration retryAfter,
                boolean mayHaveRun, @Nullable String received, Quota quota) {
            this(code, message, transientFailure, retryAfter, mayHaveRun, received, quota, null);
        }

        /** Without a word of limits. */
        Failed(ErrorCode code, String message, boolean transientFailure, @Nullable Duration retryAfter,
                boolean mayHaveRun, @Nullable String received) {
            this(code, message, transientFailure, retryAfter, mayHaveRun, received, Quota.UNKNOWN);
        }

        static Failed unavailable(String message, boolean mayHaveRun) {
            return new Failed(ErrorCode.PROVIDER_UNAVAILABLE, message, true, null, mayHaveRun, null);
        }

        static Failed tooLarge(String message) {
            return new Failed(ErrorCode.OUTPUT_TOO_LARGE, message, false, null, true, null);
        }

        /** Another attempt may bring a better one. */
        static Failed unreadable(String message, @Nullable String received, Quota quota) {
            return new Failed(ErrorCode.OUTPUT_INVALID, message, true, null, true, received, quota);
        }
    }
}

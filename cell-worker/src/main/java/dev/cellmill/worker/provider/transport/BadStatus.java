package dev.cellmill.worker.provider.transport;

import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.worker.provider.transport.HttpResult.Failed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What a status other than 2xx means. Passing: 429, every 5xx but 501 and 505, and the 4xx that say "not now" (408, 409
 * for a lock, 425). Lasting: the rest, redirects among them, which are never followed.
 */
final class BadStatus {
    private BadStatus() {}

    static Failed of(int status, HttpHeaders headers, String body, Instant now) {
        return failed(status, "the server answered ", headers, body, mayHaveRun(status), now);
    }

    /** Of one that a stream ends with in place of its answer's rest. */
    static Failed inStream(EventReader.Refused refused, HttpHeaders headers, Instant now) {
        return failed(refused.status(), "the server broke its answer off with ", headers, refused.body(),
                refused.hasBegun() || mayHaveRun(refused.status()), now);
    }

    private static Failed failed(int status, String what, HttpHeaders headers, String body, boolean mayHaveRun,
            Instant now) {
        ErrorCode code = codeOf(status);
        return new Failed(
                code,
                what + sentence(status, headers, ServerMessage.in(body)),
                code != ErrorCode.PROVIDER_REJECTED,
                code == ErrorCode.PROVIDER_REJECTED ? null : RetryAfter.of(headers, now),
                mayHaveRun,
                body,
                LimitHeaders.read(headers, now),
                status);
    }

    private static ErrorCode codeOf(int status) {
        return switch (status) {
            case 429 -> ErrorCode.PROVIDER_RATE_LIMITED;
            case 408, 409, 425 -> ErrorCode.PROVIDER_UNAVAILABLE;
            case 501, 505 -> ErrorCode.PROVIDER_REJECTED;
            default -> status >= 500 ? ErrorCode.PROVIDER_UNAVAILABLE : ErrorCode.PROVIDER_REJECTED;
        };
    }

    /** A server that is too busy, or refuses, says so before it does the work. */
    private static boolean mayHaveRun(int status) {
        return status >= 500 && status != 501 && status != 503 && status != 505 && status != 529;
    }

    private static String sentence(int status, HttpHeaders headers, @Nullable String said) {
        return status + (said == null ? "" : ": " + said) + remedy(status, headers);
    }

    private static String remedy(int status, HttpHeaders headers) {
        return switch (status) {
            case 401, 403 -> " (look at the provider's key and what it may do)";
            case 404 -> " (look at the address and the model or record that it names)";
            case 301, 302, 303, 307, 308 -> " (a redirect is not followed; configure the address it names: "
                    + headers.getFirst(HttpHeaders.LOCATION) + ")";
            default -> "";
        };
    }
}

package dev.cellmill.worker.provider.transport;

import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.worker.provider.transport.HttpResult.Failed;
import java.net.URI;
import org.apache.hc.client5.http.ConnectTimeoutException;

/** What it means that an attempt ended without an answer. Only one that was sent may have run. */
final class Broken {
    private Broken() {}

    static Failed late(Attempt attempt) {
        return new Failed(ErrorCode.PROVIDER_TIMEOUT,
                "no whole answer within %d ms; raise the step's timeout or look at the provider"
                        .formatted(attempt.call().timeout().toMillis()),
                true, null, attempt.isSent(), null);
    }

    static Failed by(Exception failure, Attempt attempt) {
        if (Thread.currentThread().isInterrupted()) {
            return new Failed(ErrorCode.PROVIDER_TIMEOUT, "the attempt was ended", true, null, attempt.isSent(), null);
        }
        if (attempt.isLate()) {
            return late(attempt);
        }
        URI uri = attempt.call().uri();
        String place = uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        return Failed.unavailable(
                failure instanceof ConnectTimeoutException
                        ? "no connection to %s in time; look at the address and the network".formatted(place)
                        : "the connection to %s failed (%s)".formatted(place, reason(failure)),
                attempt.isSent());
    }

    /** The reason is in the lowest cause, and sometimes only in its class. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}

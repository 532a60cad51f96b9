package dev.cellmill.worker.provider.transport;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * One request.
 *
 * @param headers of one line each
 * @param timeout of the whole attempt, from connecting to the last byte of the answer
 */
public record HttpCall(
        HttpMethod method,
        URI uri,
        Map<String, String> headers,
        byte @Nullable [] body,
        Duration timeout) {

    public HttpCall {
        requireNonNull(method, "method is null");
        requireNonNull(uri, "uri is null");
        requireNonNull(timeout, "timeout is null");
        headers = Map.copyOf(headers);
    }

    /** Without headers, query and body, any of which may hold a secret. */
    @Override
    public String toString() {
        return "HttpCall[%s %s]".formatted(method, uri.getHost());
    }
}

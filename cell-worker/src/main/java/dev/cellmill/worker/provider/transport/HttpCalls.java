package dev.cellmill.worker.provider.transport;

import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.worker.provider.Quota;
import dev.cellmill.worker.provider.transport.HttpResult.Answered;
import dev.cellmill.worker.provider.transport.HttpResult.Failed;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/**
 * Makes one attempt of a request and says what came of it. One deadline holds from connecting to the last byte; nothing
 * is repeated, no redirect followed. HTTP/1.1 only: a connection for each call in flight, kept for the next, has no
 * limit of streams to run into and no slow answer ahead of a quick one. Thread-safe.
 */
@Component
public final class HttpCalls implements AutoCloseable {
    /** Longer answers are refused; in bytes. */
    public static final int MAX_BODY = 16 * 1024 * 1024;

    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** The deadline of the call that this thread is making, for the request that Spring asks for on it. */
    private static final ScopedValue<Duration> TIMEOUT = ScopedValue.newInstance();

    static {
        // the JDK repeats a GET whose connection broke, and knows no other way of being told not to; read once, by its
        // first client
        System.setProperty("jdk.httpclient.redirects.retrylimit", "1");
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final InstantSource clock = InstantSource.system();
    private final HttpClient client;
    private final RestClient rest;

    public HttpCalls() {
        this(CONNECT);
    }

    HttpCalls(Duration connectTimeout) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .executor(threads)
                .build();
        this.rest = RestClient.builder().requestFactory(this::newRequest).build();
    }

    public HttpResult send(HttpCall call) {
        long start = System.nanoTime();
        try {
            HttpResult result = ScopedValue.where(TIMEOUT, call.timeout()).call(() -> exchange(call));
            // a body cut off by the deadline may look like one that ended
            return isLate(start, call) ? late(call) : result;
        } catch (ResourceAccessException e) {
            return isLate(start, call) ? late(call) : broken(call, e.getCause());
        }
    }

    private static boolean isLate(long start, HttpCall call) {
        return System.nanoTime() - start >= call.timeout().toNanos();
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }

    private HttpResult exchange(HttpCall call) {
        RestClient.RequestBodySpec request = rest.method(call.method())
                .uri(call.uri())
                .headers(headers -> call.headers().forEach(headers::set));
        if (call.body() != null) {
            request.body(call.body());
        }
        return request.exchangeForRequiredValue((sent, response) -> read(response));
    }

    private HttpResult read(ClientHttpResponse response) throws IOException {
        // closed here, or Spring would read on to the end of a body that has none
        try (InputStream stream = response.getBody()) {
            byte[] body = stream.readNBytes(MAX_BODY + 1);
            int status = response.getStatusCode().value();
            boolean isGood = status >= 200 && status < 300;
            if (isGood && body.length > MAX_BODY) {
                return new Failed(ErrorCode.OUTPUT_TOO_LARGE,
                        "the answer is longer than 16 MB; ask for less", false, null, true, null);
            }
            return isGood
                    ? answered(body, response)
                    : BadStatus.of(status, response.getHeaders(), BodyText.lenient(body, response.getHeaders()), now());
        }
    }

    private HttpResult answered(byte[] body, ClientHttpResponse response) {
        Optional<String> text = BodyText.strict(body, response.getHeaders());
        Quota quota = LimitHeaders.read(response.getHeaders(), now());
        return text.<HttpResult>map(whole -> new Answered(whole, quota)).orElseGet(() -> new Failed(
                ErrorCode.OUTPUT_INVALID, "the answer is not in the character set that it declares", true, null, true,
                BodyText.lenient(body, response.getHeaders()), quota));
    }

    private static Failed late(HttpCall call) {
        return new Failed(ErrorCode.PROVIDER_TIMEOUT,
                "no whole answer within %d ms; raise the step's timeout or look at the provider"
                        .formatted(call.timeout().toMillis()),
                true, null, true, null);
    }

    private static Failed broken(HttpCall call, Throwable cause) {
        if (Thread.currentThread().isInterrupted()) {
            return new Failed(ErrorCode.PROVIDER_TIMEOUT, "the attempt was ended", true, null, true, null);
        }
        String place = call.uri().getHost() + (call.uri().getPort() < 0 ? "" : ":" + call.uri().getPort());
        if (cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException)) {
            return late(call);
        }
        if (cause instanceof HttpConnectTimeoutException) {
            return Failed.unavailable(
                    "no connection to %s in time; look at the address and the network".formatted(place), false);
        }
        return Failed.unavailable("the connection to %s failed (%s)".formatted(place, reason(cause)),
                !(cause instanceof ConnectException));
    }

    /** The JDK has the reason in the lowest cause, and sometimes only in its class. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private Instant now() {
        return clock.instant();
    }

    private ClientHttpRequest newRequest(URI uri, HttpMethod method) throws IOException {
        var factory = new JdkClientHttpRequestFactory(client, threads);
        factory.setReadTimeout(TIMEOUT.get());
        factory.enableCompression(false);
        return factory.createRequest(uri, method);
    }
}

package dev.cellmill.worker.provider.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.springframework.stereotype.Component;

/**
 * Makes one attempt of a request, on the caller's thread, and says what came of it. One deadline holds from connecting to
 * the last byte; nothing is repeated, no redirect followed. HTTP/1.1 only: a connection for each call in flight, kept for
 * the next, has no limit of streams to run into and no slow answer ahead of a quick one. Interrupting a virtual thread ends
 * its attempt. Thread-safe.
 */
@Component
public final class HttpCalls implements AutoCloseable {
    /** Longer answers are refused; in bytes. */
    public static final int MAX_BODY = 16 * 1024 * 1024;

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final InstantSource clock = InstantSource.system();
    private final ExecutorService lookups = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService alarms = alarms();
    private final CloseableHttpClient client;

    /** What becomes of an answer whose head is there. */
    private interface Reader<R> {
        R read(Attempt attempt, ClassicHttpResponse response) throws IOException;
    }

    public HttpCalls() {
        this(CONNECT);
    }

    HttpCalls(Duration connectTimeout) {
        this.client = HttpConnections.open(connectTimeout, lookups);
    }

    public HttpResult send(HttpCall call) {
        return attempt(call, this::whole, failed -> failed);
    }

    /** As {@link #send}, but an answer that comes as events goes to {@code reader}, each as soon as it is there. */
    public StreamResult stream(HttpCall call, EventReader reader) {
        return attempt(call, (attempt, response) -> EventStream.is(response)
                ? new EventStream(attempt, response, clock.instant()).read(reader)
                : whole(attempt, response), failed -> failed);
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            alarms.shutdownNow();
            lookups.shutdownNow();
        }
    }

    private <R> R attempt(HttpCall call, Reader<R> reader, Function<HttpResult.Failed, R> failed) {
        try (var attempt = new Attempt(call, alarms)) {
            try {
                return ScopedValue.where(Attempt.CURRENT, attempt).call(
                        () -> reader.read(attempt, client.executeOpen(null, attempt.request(), null)));
            } catch (IOException e) {
                return failed.apply(Broken.by(e, attempt));
            }
        }
    }

    private HttpResult whole(Attempt attempt, ClassicHttpResponse response) throws IOException {
        HttpResult result = WholeAnswer.read(response, clock.instant());
        // a body cut off by the deadline may look like one that ended
        return attempt.isLate() ? Broken.late(attempt) : result;
    }

    private static ScheduledExecutorService alarms() {
        var alarms = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("deadlines").factory());
        alarms.setRemoveOnCancelPolicy(true);
        return alarms;
    }
}

package dev.cellmill.status.webhook;

import dev.cellmill.common.id.DeliveryId;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one message, once: a connection of its own, no redirect followed, no proxy, no cookie, no hidden retry. The
 * answer's body is not read, so it cannot be large. Thread-safe.
 */
final class WebhookClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookClient.class);
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final CloseableHttpClient http;
    private final Duration total;
    private final ExecutorService attempts = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param concurrency attempts at once
     * @param total the longest that one takes, lookup included
     */
    WebhookClient(GuardedLookup lookup, int concurrency, Duration total) {
        this.total = total;
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(lookup)
                .setMaxConnTotal(concurrency)
                .setMaxConnPerRoute(concurrency)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(CONNECT))
                        .setSocketTimeout(Timeout.of(total))
                        .build())
                .build();
        http = HttpClients.custom()
                .setConnectionManager(connections)
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setRoutePlanner(new DefaultRoutePlanner(null))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setRedirectsEnabled(false)
                        .setAuthenticationEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .setConnectionRequestTimeout(Timeout.of(total))
                        .setResponseTimeout(Timeout.of(total))
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("Cellmill-Webhooks")
                .build();
    }

    /** @param timestamp of the attempt, in seconds since 1970 */
    Outcome send(DueMessage message, long timestamp) throws InterruptedException {
        if (message.secret() == null) {
            return new Outcome.Unanswered(
                    "it was not sent: the key that sealed the webhook's secret is not in CELLMILL_SECRETS_KEY");
        }
        HttpPost request = request(message, message.secret(), timestamp);
        Future<Outcome> attempt = attempts.submit(() -> exchange(request));
        try {
            return attempt.get(total.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Outcome.Unanswered("no answer within %d s".formatted(total.toSeconds()));
        } catch (ExecutionException e) {
            LOG.error("{} could not be sent, which counts as a failed attempt", message, e.getCause());
            return new Outcome.Unanswered("it could not be sent");
        } finally {
            request.abort();
            attempt.cancel(true);
        }
    }

    private static HttpPost request(DueMessage message, String secret, long timestamp) {
        DeliveryId id = message.id();
        var request = new HttpPost(URI.create(message.url()));
        request.setHeader("webhook-id", id.toString());
        request.setHeader("webhook-timestamp", Long.toString(timestamp));
        request.setHeader("webhook-signature", WebhookSignature.of(secret, id, timestamp, message.body()));
        request.setEntity(new StringEntity(message.body(),
                ContentType.APPLICATION_JSON.withCharset(StandardCharsets.UTF_8)));
        return request;
    }

    private Outcome exchange(HttpPost request) {
        try {
            ClassicHttpResponse response = http.executeOpen(null, request, null);
            int status = response.getCode();
            breakOff(request, response);
            return new Outcome.Answered(status);
        } catch (IOException e) {
            return Outcome.Unanswered.because(e);
        }
    }

    /** Closing alone would read the body to its end, which may never come. */
    private static void breakOff(HttpPost request, ClassicHttpResponse response) {
        request.abort();
        try {
            response.close();
        } catch (IOException e) {
            LOG.trace("the rest of an answer was not read, as intended", e);
        }
    }

    @Override
    public void close() throws IOException {
        attempts.shutdownNow();
        http.close();
    }
}

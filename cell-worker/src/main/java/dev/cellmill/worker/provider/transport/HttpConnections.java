package dev.cellmill.worker.provider.transport;

import java.net.ProxySelector;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The client that all calls share: it does what it is told once and nothing beside. As many connections as there are calls,
 * since what bounds those is the worker; kept for the next call, and looked at before it where it rested, because a
 * server may have closed it meanwhile.
 */
final class HttpConnections {
    private static final TimeValue LOOKED_AT_AFTER = TimeValue.ofMilliseconds(200);
    private static final TimeValue IDLE = TimeValue.ofSeconds(60);

    private HttpConnections() {}

    /** @param lookups threads for them, closed by the caller */
    static CloseableHttpClient open(Duration connectTimeout, ExecutorService lookups) {
        return HttpClients.custom()
                .setConnectionManager(pool(connectTimeout, lookups))
                .setRoutePlanner(new SystemDefaultRoutePlanner(ProxySelector.getDefault()))
                .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "sent", (request, scope, chain) -> {
                    Attempt.CURRENT.get().markSent();
                    return chain.proceed(request, scope);
                })
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setRedirectsEnabled(false)
                        .setAuthenticationEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .setConnectionRequestTimeout(Timeout.DISABLED)
                        .setResponseTimeout(Timeout.DISABLED)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .evictExpiredConnections()
                .evictIdleConnections(IDLE)
                .setUserAgent("Cellmill")
                .build();
    }

    private static PoolingHttpClientConnectionManager pool(Duration connectTimeout, ExecutorService lookups) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnTotal(Integer.MAX_VALUE)
                .setMaxConnPerRoute(Integer.MAX_VALUE)
                .setDnsResolver(new BoundedLookup(lookups, SystemDefaultDnsResolver.INSTANCE))
                .setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(true).setSoKeepAlive(true).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(connectTimeout))
                        .setSocketTimeout(Timeout.DISABLED)
                        .setValidateAfterInactivity(LOOKED_AT_AFTER)
                        .build())
                .build();
    }
}

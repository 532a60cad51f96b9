package dev.cellmill.common.access;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * How often each key may ask, and each address show what is no key, in a minute, of this process. Who is silent for a few
 * minutes is forgotten, and beyond so many at once the one that was silent longest: so memory is bounded. Thread-safe.
 */
final class RequestLimits {
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(2);
    private static final int MOST = 10_000;
    /** One subscriber's part of an IPv6 address (RFC 6177). */
    private static final int NETWORK_BYTES = 8;

    private final LoadingCache<String, AtomicRateLimiter> keys;
    private final LoadingCache<String, AtomicRateLimiter> failures;

    RequestLimits(AccessSettings settings) {
        this.keys = limiters(settings.requestsPerMinute());
        this.failures = limiters(settings.failuresPerMinute());
    }

    private static LoadingCache<String, AtomicRateLimiter> limiters(int perMinute) {
        var config = RateLimiterConfig.custom().limitForPeriod(perMinute).limitRefreshPeriod(PERIOD)
                .timeoutDuration(Duration.ZERO).build();
        return Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(FORGOTTEN_AFTER)
                .build(name -> new AtomicRateLimiter(name, config));
    }

    /** Counts a request. @return how long to wait where it is one too many, else zero */
    Duration ask(String key) {
        AtomicRateLimiter limiter = keys.get(key);
        return limiter.acquirePermission() ? Duration.ZERO : left(limiter);
    }

    /** Whether it has asked lately. */
    boolean knows(String key) {
        return keys.getIfPresent(key) != null;
    }

    /** Counts something that was shown and is no key. */
    void failed(InetAddress from) {
        failures.get(network(from)).acquirePermission();
    }

    /** @return how long an address that showed too much that is no key is not heard; zero where it is */
    Duration muted(InetAddress from) {
        AtomicRateLimiter limiter = failures.getIfPresent(network(from));
        return limiter == null || limiter.getDetailedMetrics().getAvailablePermissions() > 0
                ? Duration.ZERO
                : left(limiter);
    }

    /** At least a second, as Retry-After counts. */
    private static Duration left(AtomicRateLimiter limiter) {
        long nanos = limiter.getDetailedMetrics().getNanosToWait();
        return Duration.ofSeconds(Math.max(1, Math.ceilDiv(nanos, Duration.ofSeconds(1).toNanos())));
    }

    private static String network(InetAddress from) {
        byte[] address = from.getAddress();
        return HexFormat.of().formatHex(from instanceof Inet6Address ? Arrays.copyOf(address, NETWORK_BYTES) : address);
    }
}

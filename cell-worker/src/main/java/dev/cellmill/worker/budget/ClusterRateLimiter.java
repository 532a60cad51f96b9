package dev.cellmill.worker.budget;

import dev.cellmill.worker.provider.Quota;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.event.RateLimiterEvent;
import io.github.resilience4j.ratelimiter.event.RateLimiterOnFailureEvent;
import io.github.resilience4j.ratelimiter.event.RateLimiterOnSuccessEvent;
import io.github.resilience4j.ratelimiter.internal.RateLimiterEventProcessor;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A provider's budget as Resilience4j knows rate limiters, so that its decorators, events and meters work. A permission is
 * one request; tokens are said through {@link #acquire}. Thread-safe.
 */
public final class ClusterRateLimiter implements RateLimiter {
    private final String name;
    private final ProviderBudget budget;
    private final RateLimiterEventProcessor events = new RateLimiterEventProcessor();
    private volatile RateLimiterConfig config;

    ClusterRateLimiter(String name, ProviderBudget budget, RateLimiterConfig config) {
        this.name = name;
        this.budget = budget;
        this.config = config;
    }

    ProviderBudget budget() {
        return budget;
    }

    /**
     * Waits until a call may begin, however long that is.
     *
     * @param tokens that it will probably take
     * @param wanted asked while waiting; once it is not, the wait is over
     * @return null if it is not wanted any more
     */
    public ProviderBudget.@Nullable Permit acquire(long tokens, BooleanSupplier wanted) throws InterruptedException {
        ProviderBudget.Permit permit = budget.acquire(tokens, wanted);
        publish(permit != null, 1);
        return permit;
    }

    /** The provider took the call. @param tokens that it counted */
    public void took(ProviderBudget.Permit permit, long tokens) {
        budget.took(permit, tokens);
    }

    /** As {@link ProviderBudget#isLate}. */
    public boolean isLate(ProviderBudget.Permit permit) {
        return budget.isLate(permit);
    }

    /** The call was not made, or took no tokens. */
    public void unused(ProviderBudget.Permit permit) {
        budget.unused(permit);
    }

    /** Whether calls wait because the provider refused some, or are fewer than configured since it did. */
    public boolean isHeld() {
        return budget.isHeld();
    }

    /** How long nothing may begin; zero or less if it may. */
    public Duration heldFor() {
        return budget.heldFor();
    }

    /** As {@link ProviderBudget#refused}. */
    public void refused(@Nullable Duration wait, long began) {
        budget.refused(wait, began);
    }

    /** As {@link ProviderBudget#told}. */
    public void told(Quota quota) {
        if (quota != Quota.UNKNOWN) {
            budget.told(quota);
        }
    }

    /** Waits at most the configured time. */
    @Override
    public boolean acquirePermission(int permits) {
        long end = System.nanoTime() + config.getTimeoutDuration().toNanos();
        boolean acquired = true;
        try {
            for (int permit = 0; permit < permits && acquired; permit++) {
                acquired = budget.acquire(0, () -> end - System.nanoTime() > 0) != null;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            acquired = false;
        }
        publish(acquired, permits);
        return acquired;
    }

    /** Not for a budget that others share: a place in it that nobody waits for would be lost. Waits instead. */
    @Override
    public long reservePermission(int permits) {
        return acquirePermission(permits) ? 0 : -1;
    }

    private void publish(boolean acquired, int permits) {
        if (events.hasConsumers()) {
            RateLimiterEvent event = acquired
                    ? new RateLimiterOnSuccessEvent(name, permits)
                    : new RateLimiterOnFailureEvent(name, permits);
            events.consumeEvent(event);
        }
    }

    @Override
    public void changeTimeoutDuration(Duration timeoutDuration) {
        config = RateLimiterConfig.from(config).timeoutDuration(timeoutDuration).build();
    }

    /** The limit is the operator's configuration and what the provider teaches. */
    @Override
    public void changeLimitForPeriod(int limitForPeriod) {
        throw new UnsupportedOperationException("the limit of " + name + " is configured with the provider");
    }

    /** As a refusal does that does not say for how long. */
    @Override
    public void drainPermissions() {
        budget.refused(null, System.nanoTime());
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public RateLimiterConfig getRateLimiterConfig() {
        return config;
    }

    @Override
    public Map<String, String> getTags() {
        return Map.of();
    }

    @Override
    public Metrics getMetrics() {
        return new Metrics() {
            @Override
            public int getNumberOfWaitingThreads() {
                return budget.waiting();
            }

            /** Permissions are not kept: 1 where a call could begin at once, below 0 by the callers that wait. */
            @Override
            public int getAvailablePermissions() {
                return 1 - budget.waiting();
            }
        };
    }

    @Override
    public EventPublisher getEventPublisher() {
        return events;
    }
}

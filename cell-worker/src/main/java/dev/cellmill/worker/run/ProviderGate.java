package dev.cellmill.worker.run;

import dev.cellmill.worker.budget.ClusterRateLimiter;
import dev.cellmill.worker.provider.Provider;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A provider, the calls it takes at once on this worker, the cluster's budget for it, whether it answers at all, and how
 * quick it has been. Thread-safe.
 */
final class ProviderGate {
    private static final long INSTANT_NANOS = Duration.ofNanos(200_000).toNanos();
    private static final Duration HELD_LONG = Duration.ofSeconds(1);
    private static final int SAMPLES_TO_TRUST = 16;
    private static final int WEIGHT_SHIFT = 4;
    private static final Exception DOWN = new Exception("the provider is down", null, false, false) {
        private static final long serialVersionUID = 1L;
    };

    private final Provider provider;
    private final Semaphore slots;
    private final boolean isLocal;
    private final @Nullable ClusterRateLimiter budget;
    private final @Nullable CircuitBreaker circuit;
    private final ProviderMeters meters;
    private final TokenRatio tokens = new TokenRatio();
    private volatile long succeededAt = System.nanoTime();
    /** Moving average. Writers may overwrite each other: it is an estimate. */
    private volatile long typicalNanos = Long.MAX_VALUE;
    private volatile int samples;

    /** @param budget null for a provider that has none, as a local one */
    ProviderGate(Provider provider, int concurrency, @Nullable ClusterRateLimiter budget,
            @Nullable CircuitBreaker circuit, ProviderMeters meters) {
        this.meters = meters;
        this.budget = budget;
        this.circuit = circuit;
        this.provider = provider;
        this.slots = new Semaphore(concurrency, true);
        this.isLocal = provider.profile().family().isLocal();
    }

    Provider provider() {
        return provider;
    }

    @Nullable
    ClusterRateLimiter budget() {
        return budget;
    }

    ProviderMeters meters() {
        return meters;
    }

    TokenRatio tokens() {
        return tokens;
    }

    /** Whether the circuit is open, so that calls wait. */
    boolean isAway() {
        return circuit != null && circuit.getState() == CircuitBreaker.State.OPEN;
    }

    /** Whether it was found down and has not been found back: also while a call tries. */
    boolean isDown() {
        return isAway() || circuit != null && circuit.getState() == CircuitBreaker.State.HALF_OPEN;
    }

    /** Whether it has refused calls for being too many, so that they wait. */
    boolean isHeld() {
        return budget != null && budget.isHeld();
    }

    /** Whether nothing may begin for so long that a call should not wait for it in a slot. */
    boolean isHeldLong() {
        return budget != null && budget.heldFor().compareTo(HELD_LONG) > 0;
    }

    /** Whether the circuit lets a call through, which must then be {@link #ended} or {@link #unused}. */
    boolean lets() {
        return circuit == null || circuit.tryAcquirePermission();
    }

    /** The call that was let through was not made. */
    void unused() {
        if (circuit != null) {
            circuit.releasePermission();
        }
    }

    /** @param down whether the provider as such did not work */
    void ended(boolean down, long nanos) {
        if (circuit == null) {
            return;
        }
        if (down) {
            circuit.onError(nanos, TimeUnit.NANOSECONDS, DOWN);
        } else {
            circuit.onSuccess(nanos, TimeUnit.NANOSECONDS);
        }
    }

    void succeeded() {
        succeededAt = System.nanoTime();
    }

    /** Whether a call succeeded after this moment. */
    boolean hasSucceededSince(long nanos) {
        return succeededAt - nanos > 0;
    }

    boolean isLocal() {
        return isLocal;
    }

    /** Whether a call takes less than a thread of its own would be worth. */
    boolean isInstant() {
        return isLocal && samples >= SAMPLES_TO_TRUST && typicalNanos < INSTANT_NANOS;
    }

    int freeSlots() {
        return slots.availablePermits();
    }

    boolean tryEnter() {
        return slots.tryAcquire();
    }

    void enter() {
        slots.acquireUninterruptibly();
    }

    void leave() {
        slots.release();
    }

    void took(long nanos) {
        long typical = typicalNanos;
        typicalNanos = typical == Long.MAX_VALUE ? nanos : typical + ((nanos - typical) >> WEIGHT_SHIFT);
        if (samples < SAMPLES_TO_TRUST) {
            samples = samples + 1;
        }
    }
}

package dev.cellmill.worker.run;

import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.worker.provider.Provider;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** A provider, the calls it takes at once on this worker, and how quick it has been. Thread-safe. */
final class ProviderGate {
    private static final long INSTANT_NANOS = Duration.ofNanos(200_000).toNanos();
    private static final int SAMPLES_TO_TRUST = 16;
    private static final int WEIGHT_SHIFT = 4;

    private final Provider provider;
    private final Semaphore slots;
    private final boolean isLocal;
    /** Moving average. Writers may overwrite each other: it is an estimate. */
    private volatile long typicalNanos = Long.MAX_VALUE;
    private volatile int samples;

    ProviderGate(Provider provider, int concurrency) {
        this.provider = provider;
        this.slots = new Semaphore(concurrency, true);
        this.isLocal = provider.profile().family() == ProviderFamily.LOCAL;
    }

    Provider provider() {
        return provider;
    }

    boolean isLocal() {
        return isLocal;
    }

    /** Whether a call takes less than a thread of its own would be worth. */
    boolean isInstant() {
        return isLocal && samples >= SAMPLES_TO_TRUST && typicalNanos < INSTANT_NANOS;
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

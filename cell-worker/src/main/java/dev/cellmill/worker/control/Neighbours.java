package dev.cellmill.worker.control;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Which workers are alive, by their pings. One that was only just heard of counts as alive: its ping may be an old one
 * that still stood on the topic, and is then soon too old. Thread-safe.
 */
public final class Neighbours {
    static final long ALIVE_NANOS = Duration.ofSeconds(2).toNanos();

    private final String self;
    private final LongSupplier nanoTime;
    private final Map<String, Long> heard = new ConcurrentHashMap<>();

    /** @param nanoTime monotonic, in nanoseconds */
    public Neighbours(String self, LongSupplier nanoTime) {
        this.self = self;
        this.nanoTime = nanoTime;
    }

    void heardOf(String worker) {
        heard.put(worker, nanoTime.getAsLong());
    }

    public boolean isSelf(String worker) {
        return worker.equals(self);
    }

    /** Whether it was heard of within two seconds. */
    public boolean isAlive(String worker) {
        Long at = heard.get(worker);
        return at != null && nanoTime.getAsLong() - at <= ALIVE_NANOS;
    }
}

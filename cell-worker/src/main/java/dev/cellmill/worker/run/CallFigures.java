package dev.cellmill.worker.run;

import dev.cellmill.common.plan.Latencies;
import dev.cellmill.worker.provider.ProviderOutcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/** What has lately come of one provider's calls on this worker: since the last turn but one. Thread-safe. */
final class CallFigures {
    private static final int FAILURES = Latencies.SIZE;
    private static final double NANOS = 1e9;

    private volatile AtomicLongArray now = new AtomicLongArray(Latencies.SIZE + 1);
    private volatile AtomicLongArray before = new AtomicLongArray(Latencies.SIZE + 1);

    /**
     * @param latencies of calls that were answered, by their bucket
     * @param failures calls that were not
     */
    record Told(long[] latencies, long failures) {}

    void add(ProviderOutcome outcome, Duration latency) {
        now.incrementAndGet(switch (outcome) {
            case ProviderOutcome.Success _ -> Latencies.bucket(latency.toNanos() / NANOS);
            case ProviderOutcome.Failure _ -> FAILURES;
        });
    }

    /** What was before the last turn is forgotten. */
    synchronized void turn() {
        before = now;
        now = new AtomicLongArray(Latencies.SIZE + 1);
    }

    synchronized Told told() {
        long[] latencies = new long[Latencies.SIZE];
        for (int bucket = 0; bucket < latencies.length; bucket++) {
            latencies[bucket] = now.get(bucket) + before.get(bucket);
        }
        return new Told(latencies, now.get(FAILURES) + before.get(FAILURES));
    }
}

package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.message.WorkerPing;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which workers are alive and what they can run at once, from their pings. A worker is alive while its last ping
 * arrived less than two seconds ago, by this process's own monotonic clock. Thread-safe.
 */
public final class LiveWorkers {
    private static final long SILENCE = Duration.ofSeconds(2).toNanos();
    /** A worker that was frozen for longer has no partition any more and finds its lease long gone. */
    private static final long FORGOTTEN = Duration.ofSeconds(30).toNanos();

    private final LongSupplier nanoTime;
    private final Map<String, Seen> workers = new ConcurrentHashMap<>();

    private record Seen(WorkerPing ping, long at) {}

    /** @param nanoTime monotonic, in nanoseconds */
    public LiveWorkers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void accept(WorkerPing ping) {
        long now = nanoTime.getAsLong();
        workers.values().removeIf(seen -> now - seen.at() >= FORGOTTEN);
        workers.put(ping.worker(), new Seen(ping, now));
    }

    /** A worker said farewell; its calls have ended. */
    void left(String worker) {
        workers.remove(worker);
    }

    /** How many workers are alive. */
    public int count() {
        return (int) alive().count();
    }

    /** The names of those that were heard of in the last half minute: one that is silent may have calls under way. */
    public Set<String> lately() {
        long now = nanoTime.getAsLong();
        return workers.values().stream().filter(seen -> now - seen.at() < FORGOTTEN)
                .map(seen -> seen.ping().worker()).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a live worker serves the lane. */
    public boolean serve(String lane) {
        return alive().anyMatch(ping -> ping.lanes().containsKey(lane));
    }

    /** Cells that the live workers can run at once in the lane. */
    public int capacity(String lane) {
        return alive().mapToInt(ping -> ping.lanes().getOrDefault(lane, 0)).sum();
    }

    private Stream<WorkerPing> alive() {
        long now = nanoTime.getAsLong();
        return workers.values().stream().filter(seen -> now - seen.at() < SILENCE).map(Seen::ping);
    }
}

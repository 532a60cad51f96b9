package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.message.WorkerPing;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
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
    /** Four pings. */
    private static final long STRANDED = Duration.ofSeconds(1).toNanos();
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

    /** Partitions of the lane's topic whose tasks wait for a worker that has not been heard of for a second. */
    Set<Integer> stranded(String lane) {
        long now = nanoTime.getAsLong();
        var stranded = new HashSet<Integer>();
        workers.values().forEach(seen -> stranded.addAll(seen.ping().partitions().getOrDefault(lane, List.of())));
        workers.values().stream().filter(seen -> now - seen.at() < STRANDED)
                .forEach(seen -> stranded.removeAll(seen.ping().partitions().getOrDefault(lane, List.of())));
        return stranded;
    }

    /** Lanes of workers that have not been heard of for a second. */
    Set<String> silentLanes() {
        long now = nanoTime.getAsLong();
        return workers.values().stream().filter(seen -> now - seen.at() >= STRANDED)
                .flatMap(seen -> seen.ping().lanes().keySet().stream()).collect(Collectors.toSet());
    }

    /** Whether a live worker serves the lane. */
    public boolean serve(String lane) {
        return serving(lane) > 0;
    }

    /** How many live workers serve the lane. */
    int serving(String lane) {
        return (int) alive().filter(ping -> ping.lanes().containsKey(lane)).count();
    }

    /** Cells that the live workers can run at once in the lane. */
    public int capacity(String lane) {
        return alive().mapToInt(ping -> ping.lanes().getOrDefault(lane, 0)).sum();
    }

    /** Cells that the live workers have of the lane and that wait for something which it cannot hurry. */
    int waiting(String lane) {
        return alive().mapToInt(ping -> ping.waiting().getOrDefault(lane, 0)).sum();
    }

    private Stream<WorkerPing> alive() {
        long now = nanoTime.getAsLong();
        return workers.values().stream().filter(seen -> now - seen.at() < SILENCE).map(Seen::ping);
    }
}

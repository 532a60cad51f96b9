package dev.cellmill.faults.round;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was waited for after the last fault was healed, and how long. Not thread-safe. */
final class Recovery {
    private final long from = System.nanoTime();
    private final Map<String, Long> nanos = new LinkedHashMap<>();
    private long last = from;

    /** Since it was told last, this was waited for. */
    void waitedFor(String what) {
        long now = System.nanoTime();
        nanos.merge(what, now - last, Long::sum);
        last = now;
    }

    Duration took() {
        return Duration.ofNanos(last - from);
    }

    /** The longest of them. */
    String mostly() {
        return nanos.entrySet().stream().max(Map.Entry.comparingByValue())
                .map(entry -> "%s (%.1f s)".formatted(entry.getKey(), entry.getValue() / 1e9)).orElse("nothing");
    }
}

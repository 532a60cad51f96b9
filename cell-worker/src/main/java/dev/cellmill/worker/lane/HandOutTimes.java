package dev.cellmill.worker.lane;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * When the offsets of one partition were handed out, to the second, so that the age of the oldest unfinished one can be
 * told. Keeps one entry for each second in which the oldest unfinished one has been waiting. Not thread-safe.
 */
final class HandOutTimes {
    private static final long COARSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Deque<Entry> entries = new ArrayDeque<>();

    /** Offsets from this one on were handed out then or later. */
    private record Entry(long offset, long nanos) {}

    void handedOut(long offset, long now) {
        Entry last = entries.peekLast();
        if (last == null || now - last.nanos() >= COARSE_NANOS) {
            entries.add(new Entry(offset, now));
        }
    }

    /** @param watermark the first unfinished offset @return nanoseconds since it was handed out, a second more at most */
    long age(long watermark, long now) {
        Entry of = null;
        while (!entries.isEmpty() && entries.peek().offset() <= watermark) {
            of = entries.poll();
        }
        if (of == null) {
            return 0;
        }
        entries.addFirst(of);
        return now - of.nanos();
    }

    void clear() {
        entries.clear();
    }
}

package dev.cellmill.worker.lane;

import org.jspecify.annotations.Nullable;

/**
 * What a lane's partitions on this worker have under way, as of the last commit.
 *
 * @param oldestSince when the oldest unfinished task was handed out, as {@link System#nanoTime} tells it; null if none is
 * @param widestGap offsets from a partition's watermark to the last handed out; of the partition where it is widest
 */
record LaneBacklog(@Nullable Long oldestSince, long widestGap) {
    static final LaneBacklog NONE = new LaneBacklog(null, 0);
    private static final double NANOS = 1e9;

    double oldestSeconds(long now) {
        return oldestSince == null ? 0 : (now - oldestSince) / NANOS;
    }
}

package dev.cellmill.worker.control;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.ControlAck.Place;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The cells of each job for which a call has begun whose end the broker has not acknowledged, each with what the call may
 * cost at worst, in nano-dollars. A cell has one task at a time, and so one call. Thread-safe.
 */
final class CallsUnderWay {
    private final Map<JobId, Map<Place, Long>> jobs = new ConcurrentHashMap<>();

    void begin(JobId job, Place cell, long worstCost) {
        jobs.compute(job, (same, known) -> {
            Map<Place, Long> cells = known == null ? new ConcurrentHashMap<>() : known;
            cells.put(cell, worstCost);
            return cells;
        });
    }

    void end(JobId job, Place cell) {
        jobs.computeIfPresent(job, (same, cells) -> {
            cells.remove(cell);
            return cells.isEmpty() ? null : cells;
        });
    }

    Map<Place, Long> of(JobId job) {
        return Map.copyOf(jobs.getOrDefault(job, Map.of()));
    }
}

package dev.cellmill.worker.control;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.ControlAck.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The cells for which a call has begun whose end the broker has not acknowledged, each with what the call may cost at
 * worst, in nano-dollars. A cell has one task at a time, and so one call. Thread-safe: flat, so that the calls of one job
 * do not wait for each other; that a job's are picked out of all is paid by the rare change of its state.
 */
final class CallsUnderWay {
    private final Map<Call, Long> calls = new ConcurrentHashMap<>();

    private record Call(JobId job, Place cell) {}

    void begin(JobId job, Place cell, long worstCost) {
        calls.put(new Call(job, cell), worstCost);
    }

    void end(JobId job, Place cell) {
        calls.remove(new Call(job, cell));
    }

    Map<Place, Long> of(JobId job) {
        var ofJob = new HashMap<Place, Long>();
        calls.forEach((call, worstCost) -> {
            if (call.job().equals(job)) {
                ofJob.put(call.cell(), worstCost);
            }
        });
        return ofJob;
    }
}

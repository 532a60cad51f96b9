package dev.cellmill.worker.run;

import dev.cellmill.common.fingerprint.Fingerprint;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Requests that a living worker has under way which had their partition before, each with the tasks here that wait to hear
 * how it ended. All that ask the same come to this worker now. Thread-safe.
 */
final class RequestsElsewhere {
    private final ConcurrentHashMap<Fingerprint, Set<CellRun>> waiting = new ConcurrentHashMap<>();

    void add(CellRun run) {
        waiting.compute(run.task().fingerprint(), (same, runs) -> {
            Set<CellRun> all = runs == null ? ConcurrentHashMap.newKeySet() : runs;
            all.add(run);
            return all;
        });
    }

    /** Its request has ended, or it waits no more; nothing if it did not. */
    void remove(CellRun run) {
        waiting.computeIfPresent(run.task().fingerprint(), (same, runs) -> {
            runs.remove(run);
            return runs.isEmpty() ? null : runs;
        });
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    boolean isAsked(CellRun run) {
        return waiting.containsKey(run.task().fingerprint());
    }
}

package dev.cellmill.worker.run;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many cells of each lane wait here for something that their lane cannot hurry: another's answer to the same request, the
 * time of the next attempt, a provider that is away. They take no slot, and the scheduler sends others beside them.
 * Thread-safe.
 */
public final class WaitingCells {
    private final Map<String, LongAdder> byLane = new ConcurrentHashMap<>();

    /** @param cells below 0 for those that wait no more */
    void add(String lane, long cells) {
        if (cells != 0) {
            byLane.computeIfAbsent(lane, name -> new LongAdder()).add(cells);
        }
    }

    /** Of each of these lanes that has any. */
    public Map<String, Integer> ofLanes(Collection<String> lanes) {
        var waiting = new TreeMap<String, Integer>();
        lanes.forEach(lane -> {
            LongAdder cells = byLane.get(lane);
            if (cells != null && cells.sum() > 0) {
                waiting.put(lane, cells.intValue());
            }
        });
        return waiting;
    }
}

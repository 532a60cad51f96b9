package dev.cellmill.faults.round;

import dev.cellmill.faults.plan.PlannedJob;
import java.util.Map;
import java.util.TreeMap;

/**
 * A job that was accepted. Thread-safe.
 */
final class RoundJob {
    private final PlannedJob plan;
    private final String id;
    private final String sheet;
    private final int accepted;
    private final String keys;
    private final Map<String, Integer> entered = new TreeMap<>();

    /** @param accepted rows that the upload was told were taken @param keys what its keys begin with */
    RoundJob(PlannedJob plan, String id, String sheet, int accepted, String keys) {
        this.plan = plan;
        this.id = id;
        this.sheet = sheet;
        this.accepted = accepted;
        this.keys = keys;
    }

    PlannedJob plan() {
        return plan;
    }

    String id() {
        return id;
    }

    String sheet() {
        return sheet;
    }

    int accepted() {
        return accepted;
    }

    String keys() {
        return keys;
    }

    /** It came into a state that its webhook is told of. */
    synchronized void entered(String state) {
        entered.merge("job." + state, 1, Integer::sum);
    }

    synchronized Map<String, Integer> entered() {
        return Map.copyOf(entered);
    }
}

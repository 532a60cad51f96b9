package dev.cellmill.faults.plan;

import java.util.Locale;

/** Every kind of fault that the rig can do; a deck of cards has each once. */
public enum FaultKind {
    KILL_WORKER, KILL_JOB_API, KILL_STATUS, KILL_BROKER, KILL_DATABASE, KILL_PROVIDER, STOP_WORKER, WORKERS_AWAY, FREEZE_WORKER, FREEZE_JOB_API, FREEZE_STATUS, BROKER_STOPPED, DATABASE_STOPPED, CUT_ONE_WAY, CUT_BOTH_WAYS, SLOW_LINKS, LOSSY_LINKS, REBALANCE_STORM, EVENTS_AGAIN, POISON_TASKS, POISON_EVENTS, POISON_OUTPUT, POISON_CONTROL, POISON_ACKS, DISK_FULL_BROKER, DISK_FULL_DATABASE, DISK_FULL_UPLOADS, CLOCK_OF_SERVICE, CLOCK_OF_DATABASE, PROVIDER_REFUSES, PROVIDER_HANGS, PROVIDER_503, PROVIDER_429, SINK_DOWN, SINK_HANGS, SINK_GONE;

    /** As options and figures name it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if there is no such kind; says which there are */
    public static FaultKind ofWireName(String name) {
        for (FaultKind kind : values()) {
            if (kind.wireName().equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no fault is called %s; there are: %s".formatted(name, all()));
    }

    private static String all() {
        var names = new StringBuilder();
        for (FaultKind kind : values()) {
            names.append(names.isEmpty() ? "" : ", ").append(kind.wireName());
        }
        return names.toString();
    }
}

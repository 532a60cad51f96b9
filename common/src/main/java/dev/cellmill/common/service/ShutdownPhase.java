package dev.cellmill.common.service;

import org.springframework.context.SmartLifecycle;

/**
 * The order in which a service's parts stop: {@link SmartLifecycle#getPhase()} of each. Spring stops the highest phase
 * first and waits for it; parts start in the reverse order. Whoever makes work stops before whoever takes it, so that
 * what is under way finds its way to the end.
 */
public final class ShutdownPhase {
    /** Producers, pools and what else the others stand on: last. */
    public static final int REST = 0;

    /** Writes down what the workers' last events say. */
    public static final int FOLD = 1_000;

    /** Polls no more, commits, gives calls in flight 8 s. */
    public static final int WORKERS = 2_000;

    /** Sends nothing more; what it claimed and sent is the workers'. */
    public static final int SCHEDULER = 3_000;

    /** Requests: first. The web server's own graceful stop is above this too, at {@code MAX_VALUE - 1024}. */
    public static final int INTAKE = 4_000;

    private ShutdownPhase() {}
}

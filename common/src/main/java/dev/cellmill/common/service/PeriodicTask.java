package dev.cellmill.common.service;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Does one small thing again and again on a thread of its own, from its service's start to its end. A failure waits for
 * the next time.
 */
public abstract class PeriodicTask implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(PeriodicTask.class);

    private final String name;
    private final Duration interval;
    private final int phase;
    /** Not this: what a task does may hold that. */
    private final Object lifecycle = new Object();
    private @Nullable ScheduledExecutorService thread;

    /** @param phase of the service's start and end, by {@link ShutdownPhase} */
    protected PeriodicTask(String name, Duration interval, int phase) {
        this.name = name;
        this.interval = interval;
        this.phase = phase;
    }

    /** The small thing. */
    protected abstract void run();

    /** Whether the start waits until it was done for the first time, or has failed. */
    protected boolean isNeededAtStart() {
        return false;
    }

    @Override
    public void start() {
        boolean first = isNeededAtStart();
        if (first) {
            once();
        }
        synchronized (lifecycle) {
            thread = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name(name).daemon().factory());
            thread.scheduleAtFixedRate(this::once, first ? interval.toMillis() : 0, interval.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void stop() {
        synchronized (lifecycle) {
            if (thread != null) {
                thread.shutdownNow();
                thread = null;
            }
        }
    }

    @Override
    public boolean isRunning() {
        synchronized (lifecycle) {
            return thread != null;
        }
    }

    @Override
    public int getPhase() {
        return phase;
    }

    private void once() {
        try {
            run();
        } catch (RuntimeException e) {
            log.warn("{} failed; again in {} ms", name, interval.toMillis(), e);
        }
    }
}

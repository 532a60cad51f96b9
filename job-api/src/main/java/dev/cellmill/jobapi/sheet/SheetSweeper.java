package dev.cellmill.jobapi.sheet;

import dev.cellmill.common.service.ShutdownPhase;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks after sheets left behind by the dead, at start and from time to time, and deletes when asked. One thread. */
@Component
class SheetSweeper implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(SheetSweeper.class);
    private static final long STOP_SECONDS = 5;

    private final SheetRemoval removal;
    private final SheetSettings settings;
    private @Nullable ScheduledExecutorService thread;

    SheetSweeper(SheetRemoval removal, SheetSettings settings) {
        this.removal = removal;
        this.settings = settings;
    }

    @Override
    public synchronized void start() {
        thread = Executors
                .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("sheet-sweeper").factory());
        thread.scheduleWithFixedDelay(this::sweep, 0, settings.sweepInterval().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Soon, without waiting for it; sheets marked as deleting go. */
    synchronized void wake() {
        if (thread != null) {
            thread.execute(this::sweep);
        }
    }

    private void sweep() {
        try {
            removal.sweep(settings.writerLease());
        } catch (RuntimeException e) {
            LOG.warn("sheets left behind could not be removed; tried again in {}", settings.sweepInterval(), e);
        }
    }

    @Override
    public synchronized void stop() {
        if (thread == null) {
            return;
        }
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a deletion is still under way; it goes on at the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return ShutdownPhase.INTAKE;
    }
}

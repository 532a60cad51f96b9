package dev.cellmill.worker.run;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One thread for everything that waits; what then runs, runs on a virtual thread. */
final class WorkerTimer implements Timer, AutoCloseable {
    private static final long TICK_MILLIS = 20;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("worker-timer").daemon().factory());

    WorkerTimer(Watch watch) {
        thread.scheduleWithFixedDelay(() -> watch.tick(System.nanoTime()), TICK_MILLIS, TICK_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void after(Duration wait, Runnable work) {
        if (!thread.isShutdown()) {
            thread.schedule(() -> Thread.startVirtualThread(work), wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

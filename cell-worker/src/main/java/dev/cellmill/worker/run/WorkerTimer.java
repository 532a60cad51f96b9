package dev.cellmill.worker.run;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One thread for everything that waits; what then runs, runs on a virtual thread. */
final class WorkerTimer implements Timer, AutoCloseable {
    private static final long TICK_MILLIS = 20;
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("worker-timer").daemon().factory());

    WorkerTimer(Watch watch) {
        thread.scheduleWithFixedDelay(() -> watch.tick(System.nanoTime()), TICK_MILLIS, TICK_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void after(Duration wait, BooleanSupplier isVain, Runnable work) {
        at(System.nanoTime() + wait.toNanos(), isVain, work);
    }

    private void at(long due, BooleanSupplier isVain, Runnable work) {
        long left = due - System.nanoTime();
        if (left <= 0 || isVain.getAsBoolean()) {
            Thread.startVirtualThread(work);
        } else if (!thread.isShutdown()) {
            thread.schedule(() -> at(due, isVain, work), Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

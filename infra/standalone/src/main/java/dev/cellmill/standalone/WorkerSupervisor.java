package dev.cellmill.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one worker process alive until it is stopped. */
final class WorkerSupervisor {
    private static final Logger log = LoggerFactory.getLogger(WorkerSupervisor.class);
    private static final Duration RESTART_DELAY = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofMillis(8_800);

    private final String name;
    private final ProcessBuilder command;
    private Process process;
    private boolean stopping;
    private volatile long stopBy;

    private WorkerSupervisor(String name, ProcessBuilder command) {
        this.name = name;
        this.command = command;
        this.process = launch();
    }

    static WorkerSupervisor start(String name, ProcessBuilder command) {
        var supervisor = new WorkerSupervisor(name, command);
        supervisor.watch();
        return supervisor;
    }

    /** Asks the process to stop in order. */
    synchronized void stop() {
        stopping = true;
        stopBy = System.nanoTime() + STOP_TIMEOUT.toNanos();
        process.destroy();
    }

    /** Returns when the process has ended, by force if it took too long since it was asked. */
    void awaitStopped() {
        Process last = current();
        try {
            if (!last.waitFor(Math.max(0, stopBy - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                last.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            last.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Process current() {
        return process;
    }

    private synchronized void watch() {
        process.onExit().thenAcceptAsync(this::restart,
                CompletableFuture.delayedExecutor(RESTART_DELAY.toMillis(), TimeUnit.MILLISECONDS));
    }

    private synchronized void restart(Process ended) {
        if (stopping) {
            return;
        }
        log.warn("{} (process {}) ended with {}; starting it again", name, ended.pid(), ended.exitValue());
        try {
            process = launch();
        } catch (UncheckedIOException e) {
            log.error("{} could not be started again; it is tried once more in {} s", name, RESTART_DELAY.toSeconds(),
                    e);
        }
        // of one that has ended, at once and after the same delay
        watch();
    }

    private Process launch() {
        try {
            return command.start();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " could not be started", e);
        }
    }
}

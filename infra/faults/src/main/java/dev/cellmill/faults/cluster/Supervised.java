package dev.cellmill.faults.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that is started again whenever it ends, as an operator's supervisor would. Thread-safe. */
public final class Supervised implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervised.class);
    private static final Duration RESTART_DELAY = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final String name;
    private final ProcessBuilder command;
    private @Nullable Process process;
    private boolean wanted;
    private boolean closed;
    private int starts;

    private Supervised(String name, ProcessBuilder command) {
        this.name = name;
        this.command = command;
    }

    /**
     * Started by {@link #start}.
     *
     * @param log what it prints is appended there
     */
    static Supervised java(String name, String mainClass, Path log, String heap, List<String> options,
            List<String> arguments, Map<String, String> environment) {
        var words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        words.addAll(options);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        words.addAll(arguments);
        var builder = new ProcessBuilder(words).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return new Supervised(name, builder);
    }

    public String name() {
        return name;
    }

    /** If it does not run; and keeps it running. */
    public synchronized void start() {
        wanted = true;
        if (process == null || !process.isAlive()) {
            launch();
        }
    }

    public synchronized boolean alive() {
        return process != null && process.isAlive();
    }

    synchronized @Nullable ProcessHandle handle() {
        return process == null ? null : process.toHandle();
    }

    /** How often it was started. */
    public synchronized int starts() {
        return starts;
    }

    /** SIGKILL. Returns when it has ended; it comes back a second later if it is wanted. */
    public void kill() {
        Process now = current();
        if (now != null) {
            now.destroyForcibly();
            now.onExit().join();
        }
    }

    /** SIGTERM; SIGKILL if it takes too long. Returns when it has ended; it comes back if it is wanted. */
    public void terminate() {
        Process now = current();
        if (now != null) {
            now.destroy();
            now.onExit().completeOnTimeout(now, STOP.toMillis(), TimeUnit.MILLISECONDS).join();
            kill();
        }
    }

    /** It is not started again when it ends, until {@link #start}. */
    public synchronized void keepAway() {
        wanted = false;
    }

    /** SIGSTOP: nothing in it runs until it is thawed. */
    public void freeze() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        Process now = current();
        if (now != null && now.isAlive()) {
            Signals.send(now.toHandle(), signal);
        }
    }

    /** For good, by force: what it would still say is nobody's any more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            wanted = false;
        }
        kill();
    }

    private synchronized @Nullable Process current() {
        return process;
    }

    private void launch() {
        if (closed) {
            return;
        }
        try {
            process = command.start();
            starts++;
        } catch (IOException e) {
            throw new UncheckedIOException(name + " could not be started", e);
        }
        process.onExit().thenAcceptAsync(this::restart,
                CompletableFuture.delayedExecutor(RESTART_DELAY.toMillis(), TimeUnit.MILLISECONDS));
    }

    private synchronized void restart(Process ended) {
        if (wanted && ended.equals(process)) {
            LOG.debug("{} ended with {}; starting it again", name, ended.exitValue());
            launch();
        }
    }
}

package dev.cellmill.faults.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Signals to processes. */
final class Signals {
    private static final Duration BURIED = Duration.ofSeconds(5);

    private Signals() {}

    /** One that has ended meanwhile is left alone. @param name such as {@code STOP} */
    static void send(ProcessHandle process, String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            // one that ends just now counts as alive for a moment more
            if (kill.onExit().join().exitValue() != 0 && !Until.holds(BURIED, () -> !process.isAlive())) {
                throw new IllegalStateException("process %d could not be sent %s".formatted(process.pid(), name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

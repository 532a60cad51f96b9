package dev.cellmill.faults.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals to processes. */
final class Signals {
    private Signals() {}

    /** One that has ended meanwhile is left alone. @param name such as {@code STOP} */
    static void send(ProcessHandle process, String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            if (kill.onExit().join().exitValue() != 0 && process.isAlive()) {
                throw new IllegalStateException("process %d could not be sent %s".formatted(process.pid(), name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

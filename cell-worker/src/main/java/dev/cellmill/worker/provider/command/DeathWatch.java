package dev.cellmill.worker.provider.command;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Set;

/**
 * A shell that outlives this worker, however that dies, and then ends what its programs left running and deletes its
 * folder. A program is ended with its process group, so also with what dropped the variables. It learns of the death by the end of its input, which the worker holds open and never writes.
 */
final class DeathWatch implements AutoCloseable {
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            read -r nothing
            for round in 1 2 3 4 5 6 7 8 9; do
              found=
              for process in /proc/[0-9]*; do
                if grep -q "$1" "$process/environ" 2>/dev/null; then
                  kill -9 "-${process#/proc/}" 2>/dev/null
                  kill -9 "${process#/proc/}" 2>/dev/null && found=yes
                fi
              done
              [ -n "$found" ] || break
            done
            rm -rf -- "$2"
            """;

    private final Process shell;

    private DeathWatch(Process shell) {
        this.shell = shell;
    }

    /** @param marker what the variables of this worker's programs begin with, as a basic regular expression */
    static DeathWatch start(Launcher launcher, String marker, Path folder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(launcher.shell(SCRIPT, marker, folder.toString()))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .directory(folder.getRoot().toFile());
        builder.environment().keySet().retainAll(Set.of("PATH"));
        return new DeathWatch(builder.start());
    }

    @Override
    public void close() throws IOException {
        shell.getOutputStream().close();
    }
}

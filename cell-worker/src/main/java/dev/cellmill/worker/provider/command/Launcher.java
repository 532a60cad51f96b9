package dev.cellmill.worker.provider.command;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands before a program: {@code setsid}, where the system has it, so that what is typed at the worker's terminal
 * does not reach the program, and a shell that bounds its memory and then becomes the program.
 */
record Launcher(List<String> session, boolean boundsMemory) {
    private static final Logger log = LoggerFactory.getLogger(Launcher.class);

    private static final String SHELL = "/bin/sh";
    private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin";
    private static final long KILO = 1024;

    Launcher {
        session = List.copyOf(session);
    }

    /** What this system has. */
    static Launcher find() throws IOException {
        List<String> session = inPath("setsid", System.getenv("PATH")).map(Path::toString).stream().toList();
        boolean bounds = isLinux() && succeeds(List.of(SHELL, "-c", "ulimit -d 1000000"));
        if (!bounds) {
            log.warn("this system's {} bounds no memory (ulimit -d), so limits.memory of commands does not hold",
                    SHELL);
        }
        return new Launcher(session, bounds);
    }

    /** An executable file of that name in a search path. @param path null for the usual one */
    static Optional<Path> inPath(String name, @Nullable String path) {
        return Stream.of((path == null ? USUAL_PATH : path).split(File.pathSeparator))
                .map(folder -> Path.of(folder, name).toAbsolutePath())
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /**
     * The program, to be started.
     *
     * @param memory that each of its processes may fill with data, in bytes
     */
    List<String> program(List<String> command, long memory) {
        var line = new ArrayList<>(session);
        if (boundsMemory) {
            line.addAll(List.of(SHELL, "-c", "ulimit -d \"$0\"; exec \"$@\"", Long.toString(memory / KILO)));
        }
        line.addAll(command);
        return line;
    }

    /** A script of the shell, to be started. */
    List<String> shell(String script, String... arguments) {
        var line = new ArrayList<>(session);
        line.addAll(List.of(SHELL, "-c", script, "cellmill"));
        line.addAll(List.of(arguments));
        return line;
    }

    private static boolean isLinux() {
        return System.getProperty("os.name").equals("Linux");
    }

    private static boolean succeeds(List<String> line) throws IOException {
        try {
            return new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start()
                    .waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

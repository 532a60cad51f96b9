package dev.cellmill.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that outlived the process that started it. */
final class OrphanedPostgres {
    private static final Logger log = LoggerFactory.getLogger(OrphanedPostgres.class);

    private OrphanedPostgres() {}

    /** Stops the server that runs on the folder, if there is one; removes the trace of one that is dead. */
    static void stop(PostgresPrograms programs, Path data) throws IOException {
        Path trace = data.resolve("postmaster.pid");
        Optional<Long> pid = pid(trace);
        if (pid.isEmpty()) {
            return;
        }
        if (isServerOf(pid.get(), data)) {
            log.info("stopping the PostgreSQL (process {}) that an earlier run left behind on {}", pid.get(), data);
            programs.stop(data);
        } else {
            // the number may belong to another process by now, which would make the server refuse to start
            Files.deleteIfExists(trace);
        }
    }

    private static Optional<Long> pid(Path trace) throws IOException {
        if (!Files.exists(trace)) {
            return Optional.empty();
        }
        var lines = Files.readAllLines(trace);
        try {
            return lines.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(lines.getFirst().strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isServerOf(long pid, Path data) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().commandLine())
                .filter(command -> command.contains("postgres") && command.contains(data.toString()))
                .isPresent();
    }
}

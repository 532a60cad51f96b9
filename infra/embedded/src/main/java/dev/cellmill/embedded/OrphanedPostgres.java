package dev.cellmill.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that outlived the process that started it. */
final class OrphanedPostgres {
    private static final Logger log = LoggerFactory.getLogger(OrphanedPostgres.class);

    private OrphanedPostgres() {}

    /** Stops the server that runs on the folder, if there is one; removes the trace of one that is dead. */
    static void stop(PostgresPrograms programs, Path data) throws IOException {
        var left = PostgresProcess.of(data);
        if (left.isPresent()) {
            log.info("stopping the PostgreSQL (process {}) that an earlier run left behind on {}", left.get().pid(),
                    data);
            programs.stop(data);
        } else {
            // the number may belong to another process by now, which would make the server refuse to start
            Files.deleteIfExists(PostgresProcess.trace(data));
        }
    }
}

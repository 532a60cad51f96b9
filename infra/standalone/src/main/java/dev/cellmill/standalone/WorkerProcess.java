package dev.cellmill.standalone;

import dev.cellmill.worker.CellWorkerApplication;
import java.nio.file.Path;

/** The main class of a worker process. It ends with the process that started it, even if that one is killed. */
final class WorkerProcess {
    /** In the environment: the file that tells which port it took. */
    static final String SCRAPE_TARGET = "CELLMILL_SCRAPE_TARGET";

    private WorkerProcess() {}

    public static void main(String... arguments) {
        ProcessHandle.current().parent().ifPresent(
                // broker and database are gone too, so there is nothing left to stop in order
                parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
        var worker = CellWorkerApplication.start(arguments);
        ScrapeTargets.write(Path.of(System.getenv(SCRAPE_TARGET)),
                worker.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }
}

package dev.cellmill.standalone;

import dev.cellmill.worker.CellWorkerApplication;

/** The main class of a worker process. It ends with the process that started it, even if that one is killed. */
final class WorkerProcess {
    private WorkerProcess() {}

    public static void main(String... arguments) {
        ProcessHandle.current().parent().ifPresent(
                // broker and database are gone too, so there is nothing left to stop in order
                parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
        CellWorkerApplication.main(arguments);
    }
}

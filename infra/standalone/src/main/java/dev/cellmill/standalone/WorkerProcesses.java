package dev.cellmill.standalone;

import java.util.List;
import java.util.stream.IntStream;

/** The worker processes beside this one. Stopped together, restarted each on its own. */
final class WorkerProcesses {
    private final List<WorkerSupervisor> supervisors;

    private WorkerProcesses(List<WorkerSupervisor> supervisors) {
        this.supervisors = List.copyOf(supervisors);
    }

    static WorkerProcesses start(StandaloneSettings settings, EmbeddedServers servers) {
        ScrapeTargets.clear(settings.data());
        return new WorkerProcesses(IntStream.rangeClosed(1, settings.workers())
                .mapToObj(number -> "worker-" + number)
                .map(name -> WorkerSupervisor.start(name, WorkerCommand.of(name, settings, servers)))
                .toList());
    }

    /** Asks all to stop in order. */
    void stop() {
        supervisors.forEach(WorkerSupervisor::stop);
    }

    /** Returns when all have ended. */
    void awaitStopped() {
        supervisors.forEach(WorkerSupervisor::awaitStopped);
    }
}

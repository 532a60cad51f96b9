package dev.cellmill.worker.provider.command;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Processes that tests start and look for: each sleeps for a time that is nobody else's. */
final class Sleepers {
    /** What {@code sleep} is told. */
    final String seconds = "100000." + ThreadLocalRandom.current().nextLong(1_000_000_000);

    List<Long> living() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").endsWith("/sleep " + seconds))
                .map(ProcessHandle::pid)
                .toList();
    }
}

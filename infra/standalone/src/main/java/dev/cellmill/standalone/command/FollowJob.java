package dev.cellmill.standalone.command;

import dev.cellmill.common.state.JobState;
import dev.cellmill.standalone.client.CellmillClient;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Watches a job until it ends. */
final class FollowJob {
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final double MILLIS = 1000;

    private final CellmillClient client;
    private final Terminal terminal;

    FollowJob(CellmillClient client, Terminal terminal) {
        this.client = client;
        this.terminal = terminal;
    }

    /** The status in which the job came to rest: ended, or paused. */
    JsonNode untilRest(String jobId) {
        JsonNode status = client.status(jobId);
        try (var display = new ProgressDisplay(terminal, "filling", status.path("totalCells").asLong())) {
            while (true) {
                display.show(progress(status));
                if (atRest(status)) {
                    return status;
                }
                LockSupport.parkNanos(INTERVAL.toNanos());
                if (Thread.currentThread().isInterrupted()) {
                    return status;
                }
                status = client.status(jobId);
            }
        }
    }

    static int exitCode(JsonNode status) {
        if (JobState.ofWireName(status.path("state").asString("")) != JobState.COMPLETED) {
            return ExitCode.FAILED;
        }
        return status.path("failedCells").asLong() > 0 ? ExitCode.SOME_CELLS_FAILED : ExitCode.DONE;
    }

    private static boolean atRest(JsonNode status) {
        JobState state = JobState.ofWireName(status.path("state").asString(""));
        return !state.open() || state == JobState.PAUSED;
    }

    private static ProgressDisplay.Progress progress(JsonNode status) {
        List<String> notes = new ArrayList<>();
        if (status.path("failedCells").asLong() > 0) {
            notes.add(status.get("failedCells").asLong() + " failed");
        }
        if (status.path("skippedCells").asLong() > 0) {
            notes.add(status.get("skippedCells").asLong() + " skipped");
        }
        BigDecimal spent = status.path("cost").path("spent").asDecimal(BigDecimal.ZERO);
        if (spent.signum() > 0) {
            notes.add("$" + spent.toPlainString());
        }
        long elapsed = Math.round(status.path("elapsedSeconds").asDouble(0) * MILLIS);
        return new ProgressDisplay.Progress(
                status.path("completedCells").asLong(),
                status.path("totalCells").asLong(),
                Duration.ofMillis(elapsed),
                notes.isEmpty() ? "" : "(" + String.join(", ", notes) + ")");
    }
}

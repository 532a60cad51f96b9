package dev.cellmill.faults.oracle;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A job that was accepted is there, and has ended within a bounded time after the last fault was healed. */
record EveryJobEnds() implements Check {
    private static final Set<String> ENDS = Set.of("completed", "failed", "cancelled");

    @Override
    public String name() {
        return "every-job-ends";
    }

    @Override
    public List<String> broken(Facts facts) {
        return facts.jobs().stream()
                .filter(job -> job.state() == null || !ENDS.contains(job.state()) || !job.endedInTime())
                .map(job -> "%s (%s) is %s%s".formatted(job.name(), job.id(), Objects.requireNonNullElse(job.state(),
                        "not there"), job.endedInTime() ? "" : ", and did not end in time"))
                .toList();
    }
}

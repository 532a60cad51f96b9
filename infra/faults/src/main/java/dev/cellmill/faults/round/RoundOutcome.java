package dev.cellmill.faults.round;

import dev.cellmill.faults.oracle.Violation;
import java.time.Duration;
import java.util.List;

/**
 * What a round came to.
 *
 * @param recovery from the last healing until all had ended
 * @param waitedFor what most of it was spent on
 * @param skipped faults that could not be done, and why
 */
public record RoundOutcome(List<Violation> violations, Duration took, Duration recovery, String waitedFor,
        List<String> skipped, long cells, long calls) {
    /** Of a round that came to no end. */
    public static RoundOutcome of(Violation violation) {
        return new RoundOutcome(List.of(violation), Duration.ZERO, Duration.ZERO, "", List.of(), 0, 0);
    }

    public RoundOutcome {
        violations = List.copyOf(violations);
        skipped = List.copyOf(skipped);
    }
}

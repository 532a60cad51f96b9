package dev.cellmill.faults;

import dev.cellmill.faults.cluster.FaultCluster;
import dev.cellmill.faults.cluster.Until;
import dev.cellmill.faults.guard.Guard;
import dev.cellmill.faults.oracle.Violation;
import dev.cellmill.faults.plan.FaultKind;
import dev.cellmill.faults.plan.FaultPlan;
import dev.cellmill.faults.plan.PlannedFault;
import dev.cellmill.faults.plan.Shape;
import dev.cellmill.faults.round.OpenMessages;
import dev.cellmill.faults.round.RoundOutcome;
import dev.cellmill.faults.round.RunRound;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rounds of one seed, over a cluster that is started once.
 *
 * @param folder of the cluster, made anew
 * @param kinds that faults are drawn from
 * @param archives where quick starts are prepared; null for none
 * @param without the guard that is taken out, null for none
 * @param err where it goes on is told, and what is broken
 */
record Series(long seed, Path folder, List<FaultKind> kinds, Shape shape, @Nullable Path archives,
        @Nullable Guard without, PrintStream err) {
    /** The third attempt comes after 5 minutes, and up to a fifth more. */
    private static final Duration LAST_MESSAGES = Duration.ofMinutes(7);
    private static final double MILLIS = 1_000.0;

    /**
     * @param rounds their numbers
     * @return their lines, also of those that the journal had
     */
    List<Journal.Line> run(List<Integer> rounds, Journal journal) throws IOException {
        var lines = new ArrayList<Journal.Line>();
        try (var cluster = FaultCluster.start(folder, shape, archives, without)) {
            var messages = new OpenMessages(cluster.sink());
            var run = new RunRound(cluster, messages);
            for (int round : rounds) {
                Journal.Line line = run(round, run);
                journal.add(line);
                lines.add(line);
                messages.settle();
            }
            if (!Until.holds(LAST_MESSAGES, messages::settle)) {
                var line = new Journal.Line(rounds.getLast(), List.of(), List.of(), 0, 0, "", 0, 0,
                        messages.missing().stream().map(missing -> "messages-arrive: never told of " + missing)
                                .toList());
                line.violations().forEach(err::println);
                journal.add(line);
                lines.add(line);
            }
        }
        return lines;
    }

    private Journal.Line run(int round, RunRound run) throws IOException {
        FaultPlan plan = FaultPlan.of(seed, round, kinds, shape);
        RoundOutcome outcome = outcome(plan, run);
        err.printf("round %d: %s; %.1f s, recovered in %.1f s, mostly %s; %d cells%n", round,
                plan.kinds().stream().map(FaultKind::wireName).toList(), outcome.took().toMillis() / MILLIS,
                outcome.recovery().toMillis() / MILLIS, outcome.waitedFor(), outcome.cells());
        outcome.skipped().forEach(skipped -> err.println("  skipped: " + skipped));
        if (!outcome.violations().isEmpty()) {
            err.println(plan.describe());
            outcome.violations().forEach(one -> err.println("  VIOLATION " + one.check() + ": " + one.what()));
            err.println("  again: " + command(round));
        }
        List<String> done = Stream.concat(plan.faults().stream()
                .map(PlannedFault::fault).map(fault -> fault.kind().wireName())
                .filter(kind -> outcome.skipped().stream().noneMatch(skipped -> skipped.startsWith(kind + ":"))),
                Stream.empty()).toList();
        return new Journal.Line(round, done, outcome.skipped(), outcome.took().toMillis() / MILLIS,
                outcome.recovery().toMillis() / MILLIS, outcome.waitedFor(), outcome.cells(), outcome.calls(),
                outcome.violations().stream().map(Series::text).toList());
    }

    /** What the rig itself dies of is a finding, and the next round may still be judged. */
    private static RoundOutcome outcome(FaultPlan plan, RunRound run) throws IOException {
        try {
            return run.run(plan);
        } catch (RuntimeException e) {
            return RoundOutcome.of(new Violation("rig", e.toString()));
        }
    }

    private static String text(Violation violation) {
        return violation.check() + ": " + violation.what();
    }

    private String command(int round) {
        String only = kinds.size() == FaultKind.values().length
                ? ""
                : " --only " + String.join(",", kinds.stream().map(FaultKind::wireName).toList());
        return "./cellmill faults --seed %d --round %d%s%s".formatted(seed, round, only,
                without == null ? "" : " --without " + without.label());
    }
}

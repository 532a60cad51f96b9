package dev.cellmill.faults;

import dev.cellmill.common.json.Json;
import dev.cellmill.faults.cluster.FaultCluster;
import dev.cellmill.faults.cluster.Leftovers;
import dev.cellmill.faults.guard.Guard;
import dev.cellmill.faults.guard.GuardPlans;
import dev.cellmill.faults.oracle.Violation;
import dev.cellmill.faults.round.OpenMessages;
import dev.cellmill.faults.round.RoundOutcome;
import dev.cellmill.faults.round.RunRound;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether the oracle misses each guard: the same round must break the guard's rule where it is taken out, and none where it
 * is in place.
 *
 * @param folder of clusters, one after the other
 * @param out a JSON line for each round
 * @param err what is broken
 */
record MissedGuards(Path folder, PrintStream out, PrintStream err) {
    private static final double MILLIS = 1_000.0;

    /** @return whether all is as it must be */
    boolean run(List<Guard> guards) throws IOException {
        boolean good = true;
        for (Guard guard : guards) {
            good &= run(List.of(guard), guard);
        }
        return good & run(guards, null);
    }

    /** The rounds of these guards, without one of them or with all in place. */
    private boolean run(List<Guard> guards, @Nullable Guard without) throws IOException {
        boolean good = true;
        try (var cluster = FaultCluster.start(folder, GuardPlans.SHAPE, null, without)) {
            var stop = new Thread(cluster::close, "stop");
            Runtime.getRuntime().addShutdownHook(stop);
            var rounds = new RunRound(cluster, new OpenMessages(cluster.sink()));
            for (Guard guard : guards) {
                RoundOutcome outcome = rounds.run(GuardPlans.of(guard));
                tell(guard, without, outcome);
                good &= without == null
                        ? outcome.violations().isEmpty()
                        : outcome.violations().stream().anyMatch(one -> one.check().equals(GuardPlans.rule(guard)));
            }
            Runtime.getRuntime().removeShutdownHook(stop);
        }
        Leftovers.clear(folder);
        return good;
    }

    private void tell(Guard guard, @Nullable Guard without, RoundOutcome outcome) {
        outcome.violations().forEach(one -> err.println("  " + one.check() + ": " + one.what()));
        ObjectNode line = Json.MAPPER.createObjectNode().put("bench", "faults").put("guard", guard.label())
                .put("inPlace", without == null).put("calls", outcome.calls())
                .put("violations", outcome.violations().size())
                .put("seconds", outcome.took().toMillis() / MILLIS);
        var checks = line.putArray("brokenRules");
        outcome.violations().stream().map(Violation::check).distinct().forEach(checks::add);
        out.println(line);
        out.flush();
    }
}

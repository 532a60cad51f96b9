package dev.cellmill.faults.oracle;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * No provider is asked twice for one request, but for calls that were in flight when a worker was killed, frozen, cut off or
 * stopped by force, and those that ended in the second before; for answers that are to be kept, in the time in which the database
 * could not take them.
 */
record FewRepeatedCalls() implements Check {
    private static final long SECOND = 1_000_000;
    /** A worker that was cut off may begin calls for so long, as its last ping allows. */
    private static final long LEASE = 750_000;
    /** In the keys of calls whose answers are kept in the database. */
    private static final String KEPT = "-cached-";
    private static final int NAMED = 10;
    private static final double SECONDS = 1e6;

    @Override
    public String name() {
        return "few-repeated-calls";
    }

    @Override
    public List<String> broken(Facts facts) {
        Map<String, List<Facts.Call>> times = facts.calls().stream().collect(Collectors.groupingBy(Facts.Call::key));
        long repeated = facts.calls().size() - times.size();
        long allowed = facts.disturbances().stream().mapToLong(disturbance -> exposed(facts, disturbance)).sum();
        if (repeated <= allowed) {
            return List.of();
        }
        long first = facts.calls().stream().mapToLong(Facts.Call::arrived).min().orElse(0);
        return List.of("%d calls were repeated, where %d may be, of %s; such as %s".formatted(repeated, allowed,
                facts.disturbances().stream().map(one -> "%s at %.2f s (%d)".formatted(one.what(),
                        (one.at() - first) / SECONDS, exposed(facts, one))).toList(),
                times.entrySet().stream().filter(entry -> entry.getValue().size() > 1).limit(NAMED)
                        .map(entry -> "%s at %s".formatted(entry.getKey(), entry.getValue().stream()
                                .map(call -> "%.2f s".formatted((call.arrived() - first) / SECONDS))
                                .collect(Collectors.joining(" and "))))
                        .collect(Collectors.joining(", "))));
    }

    /** Calls that were in flight, or ended in the second before. */
    private static long exposed(Facts facts, Facts.Disturbance disturbance) {
        return facts.calls().stream().filter(call -> call.isWithin(
                (call.key().contains(KEPT) ? disturbance.unstoredSince() : disturbance.at()) - SECOND,
                disturbance.at() + LEASE)).count();
    }
}

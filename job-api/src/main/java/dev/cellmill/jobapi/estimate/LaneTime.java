package dev.cellmill.jobapi.estimate;

import dev.cellmill.common.estimate.Bound;
import java.util.Comparator;
import java.util.List;

/**
 * How long requests under common limits take: as long as the limit that is hardest on them says. Pure.
 *
 * <p>Under a bound on those in flight they go in rounds, the slowest first, each as long as its slowest; for requests
 * alike that is ⌈requests / concurrency⌉ × seconds. One round is bound by latency alone.
 *
 * @param seconds without overhead
 */
record LaneTime(double seconds, Bound boundBy) {
    private static final double MINUTE = 60;

    static LaneTime of(List<Load> loads, Limits limits) {
        long requests = loads.stream().mapToLong(Load::requests).sum();
        long tokens = loads.stream().mapToLong(load -> load.inputTokens() + load.outputTokens()).sum();
        boolean oneRound = limits.concurrency() == null || requests <= limits.concurrency();
        var time = new LaneTime(rounds(loads, limits.concurrency() == null ? Long.MAX_VALUE : limits.concurrency()),
                oneRound ? Bound.LATENCY : Bound.CONCURRENCY);
        if (limits.requestsPerMinute() != null) {
            time = time.orLonger(requests * MINUTE / limits.requestsPerMinute(), Bound.REQUESTS);
        }
        if (limits.tokensPerMinute() != null) {
            time = time.orLonger(tokens * MINUTE / limits.tokensPerMinute(), Bound.TOKENS);
        }
        return time;
    }

    private LaneTime orLonger(double seconds, Bound bound) {
        return seconds > this.seconds ? new LaneTime(seconds, bound) : this;
    }

    /** Rounds begin at every multiple of the concurrency, in the order of falling seconds. */
    private static double rounds(List<Load> loads, long concurrency) {
        double seconds = 0;
        long before = 0;
        for (Load load : loads.stream().sorted(Comparator.comparingDouble((Load load) -> load.expected().seconds())
                .reversed()).toList()) {
            long after = before + load.requests();
            seconds += (Math.ceilDiv(after, concurrency) - Math.ceilDiv(before, concurrency))
                    * load.expected().seconds();
            before = after;
        }
        return seconds;
    }
}

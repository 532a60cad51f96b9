package dev.cellmill.faults.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * In no minute a provider is asked more often than its limit allows, and in no second more often than a second's part and the
 * stated burst: what begins within a quarter of a second, which a slot may be late, and longer where ways were made uneven or
 * the machine itself ran late.
 */
record RatesHold() implements Check {
    private static final long SECOND = 1_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long BURST = SECOND / 4;

    @Override
    public String name() {
        return "rates-hold";
    }

    @Override
    public List<String> broken(Facts facts) {
        var broken = new ArrayList<String>();
        for (Facts.Limit limit : facts.limits()) {
            long[] arrivals = Stream.concat(facts.earlier().stream(), facts.calls().stream())
                    .filter(call -> call.key().contains(limit.keys()))
                    .mapToLong(Facts.Call::arrived).sorted().toArray();
            check(limit, arrivals, MINUTE, facts, broken);
            check(limit, arrivals, SECOND, facts, broken);
        }
        return broken;
    }

    private static void check(Facts.Limit limit, long[] arrivals, long window, Facts facts, List<String> broken) {
        int first = 0;
        for (int last = 0; last < arrivals.length; last++) {
            while (arrivals[last] - arrivals[first] >= window) {
                first++;
            }
            int calls = last - first + 1;
            long late = late(limit, arrivals[first], arrivals[last], facts);
            long allowed = window == MINUTE && late == 0
                    ? limit.perMinute()
                    : (long) Math.ceil((window + BURST + late) * (double) limit.perMinute() / MINUTE) + 1;
            if (calls > allowed) {
                broken.add("%s was asked %d times within %d ms, where %d may be".formatted(limit.provider(), calls,
                        (arrivals[last] - arrivals[first]) / 1_000, allowed));
                return;
            }
        }
    }

    private static long late(Facts.Limit limit, long from, long to, Facts facts) {
        return limit.lateMicros() + facts.lags().stream()
                .filter(lag -> lag.at() >= from - SECOND && lag.at() <= to + SECOND)
                .mapToLong(Facts.Lag::micros).max().orElse(0);
    }
}

package dev.cellmill.jobapi.estimate;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.estimate.Bound;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How long a job takes. Providers work beside each other, so it is the longest of their times, each with the latency of
 * the stages before its first and after its last request: rows go through the stages one behind the other. The job's own
 * limits bound all requests together. Pure.
 *
 * @param seconds with {@value #OVERHEAD_PERCENT} % overhead
 * @param concurrency in flight at most where the time is spent; null if nothing bounds it
 */
public record TimeEstimate(double seconds, @Nullable Integer concurrency, Bound boundBy) {
    static final int OVERHEAD_PERCENT = 10;

    private static final double PERCENT = 100;

    public TimeEstimate {
        requireNonNull(boundBy, "boundBy is null");
    }

    /**
     * @param providers limits by name, none for those that are absent
     * @param job its own limits
     */
    public static TimeEstimate of(List<Load> loads, Map<String, Limits> providers, Limits job) {
        double[] stages = latencies(loads);
        var longest = new TimeEstimate(sum(stages, 0, stages.length), job.concurrency(), Bound.LATENCY);
        Set<String> names = loads.stream().map(Load::provider).collect(Collectors.toCollection(HashSet::new));
        for (String name : names.stream().sorted().toList()) {
            List<Load> own = loads.stream().filter(load -> load.provider().equals(name)).toList();
            Limits limits = providers.getOrDefault(name, Limits.NONE).within(job.concurrency());
            longest = longest.orLonger(own, limits, stages);
        }
        return longest.orLonger(loads, job, stages).withOverhead();
    }

    private TimeEstimate orLonger(List<Load> loads, Limits limits, double[] stages) {
        if (loads.isEmpty()) {
            return this;
        }
        int first = loads.stream().mapToInt(Load::stage).min().orElse(0);
        int last = loads.stream().mapToInt(Load::stage).max().orElse(0);
        LaneTime lane = LaneTime.of(loads, limits);
        double total = sum(stages, 0, first) + lane.seconds() + sum(stages, last + 1, stages.length);
        boolean longer = total > seconds || total == seconds && concurrency == null;
        return longer ? new TimeEstimate(total, limits.concurrency(), lane.boundBy()) : this;
    }

    private TimeEstimate withOverhead() {
        return new TimeEstimate(seconds * (PERCENT + OVERHEAD_PERCENT) / PERCENT, concurrency, boundBy);
    }

    /** Of each stage, the longest that one of its requests takes. */
    private static double[] latencies(List<Load> loads) {
        var latencies = new ArrayList<Double>();
        for (Load load : loads) {
            while (latencies.size() <= load.stage()) {
                latencies.add(0.0);
            }
            if (load.requests() > 0) {
                latencies.set(load.stage(), Math.max(latencies.get(load.stage()), load.expected().seconds()));
            }
        }
        return latencies.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double sum(double[] stages, int from, int to) {
        double sum = 0;
        for (int stage = from; stage < to; stage++) {
            sum += stages[stage];
        }
        return sum;
    }
}

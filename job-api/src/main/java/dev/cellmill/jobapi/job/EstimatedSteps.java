package dev.cellmill.jobapi.job;

import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.jobapi.estimate.Confidence;
import dev.cellmill.jobapi.estimate.CostEstimate;
import dev.cellmill.jobapi.estimate.Limits;
import dev.cellmill.jobapi.estimate.Load;
import dev.cellmill.jobapi.estimate.Source;
import dev.cellmill.jobapi.estimate.TimeEstimate;
import dev.cellmill.common.estimate.SpokenTime;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A job's steps with what they are expected to take, put into the answer. Pure. */
final class EstimatedSteps {
    /** What an LLM is supposed to allow where nothing is configured and nothing is known. */
    private static final int UNSAID_REQUESTS_PER_MINUTE = 50;

    private static final double MILLIS = 1000;
    private static final double MINUTE = 60;

    /** A step that columns share. @param profile null if the provider was announced no longer */
    record Estimated(SharedStep shared, Load load, @Nullable ProviderProfile profile) {
        private boolean llm() {
            return shared.step().family() == ProviderFamily.LLM;
        }

        private boolean local() {
            return shared.step().family().isLocal();
        }

        private boolean unpriced() {
            PlannedStep step = shared.step();
            return llm() && (profile == null || RequestCost.of(profile, step.model(), 1, 1) == null);
        }
    }

    private final List<Estimated> steps;
    private final Map<String, CellPlan> plans;
    private final Map<String, Long> cells;

    /**
     * @param plans of each column
     * @param cells that are filled, of each column
     */
    EstimatedSteps(List<Estimated> steps, Map<String, CellPlan> plans, Map<String, Long> cells) {
        this.steps = List.copyOf(steps);
        this.plans = Map.copyOf(plans);
        this.cells = Map.copyOf(cells);
    }

    /** @param workers alive, at least 1: a provider's concurrency is for each */
    EstimateView view(Limits job, int workers) {
        long all = cells.values().stream().mapToLong(Long::longValue).sum();
        List<Load> loads = steps.stream().map(Estimated::load).toList();
        CostEstimate cost = CostEstimate.of(loads, all);
        TimeEstimate estimate = TimeEstimate.of(loads, limits(workers), job);
        double seconds = Math.round(estimate.seconds() * MILLIS) / MILLIS;
        var time = new EstimateView.Time(seconds, SpokenTime.of((long) Math.ceil(seconds)),
                seconds > 0 ? Math.round(all * MINUTE / seconds * 10) / 10.0 : 0, estimate.concurrency(),
                estimate.boundBy());
        EstimateView.Basis basis = basis();
        return new EstimateView(all, plans.values().stream().reduce(CellPlan.NONE, CellPlan::plus),
                summary(all, cost.total(), time, basis), EstimateView.Cost.of(cost, breakdown(), unpriced()), time,
                basis);
    }

    private Map<String, Limits> limits(int workers) {
        Map<String, Limits> limits = new HashMap<>();
        for (Estimated step : steps) {
            ProviderProfile profile = step.profile();
            if (profile != null) {
                Integer requests = profile.limits().requestsPerMinute();
                boolean unknown = step.llm() && steps.stream()
                        .filter(other -> other.shared().step().provider().equals(profile.name()))
                        .allMatch(other -> other.load().expected().source() == Source.DEFAULT);
                limits.put(profile.name(), new Limits(
                        requests == null && unknown ? Integer.valueOf(UNSAID_REQUESTS_PER_MINUTE) : requests,
                        profile.limits().tokensPerMinute(),
                        Math.multiplyExact(profile.limits().concurrency(), workers)));
            }
        }
        return limits;
    }

    private EstimateView.Basis basis() {
        Load weakest = weakest(step -> !step.local() && step.load().requests() > 0)
                .or(() -> weakest(step -> step.load().requests() > 0))
                .or(() -> weakest(_ -> true))
                .orElseThrow();
        long sample = weakest.expected().sampleSize();
        return new EstimateView.Basis(weakest.expected().source(), sample, Confidence.of(sample));
    }

    private Optional<Load> weakest(Predicate<Estimated> among) {
        return steps.stream().filter(among).map(Estimated::load)
                .max(Comparator.comparing((Load load) -> load.expected().source())
                        .thenComparing(load -> -load.expected().sampleSize()));
    }

    private List<EstimateView.Step> breakdown() {
        var breakdown = new ArrayList<EstimateView.Step>();
        for (Estimated step : steps) {
            for (int place = 0; place < step.shared().columns().size(); place++) {
                breakdown.add(line(step, step.shared().columns().get(place), place == 0));
            }
        }
        breakdown.sort(Comparator.comparingInt((EstimateView.Step line) -> place(line.column()))
                .thenComparingInt(EstimateView.Step::step));
        return breakdown;
    }

    private int place(String column) {
        return steps.stream().flatMap(step -> step.shared().columns().stream()).distinct().toList().indexOf(column);
    }

    private EstimateView.Step line(Estimated step, String column, boolean pays) {
        Load load = step.load();
        PlannedStep planned = step.shared().step();
        return new EstimateView.Step(column, step.shared().place(), planned.provider(), planned.model(),
                cells.getOrDefault(column, 0L), pays ? load.requests() : 0, pays ? load.inputTokens() : 0,
                pays ? load.outputTokens() : 0, pays ? load.cost().stripTrailingZeros() : BigDecimal.ZERO,
                load.expected().source(), load.expected().sampleSize());
    }

    private List<String> unpriced() {
        return steps.stream().filter(Estimated::unpriced).map(step -> step.shared().step())
                .map(step -> step.model() == null ? step.provider() : step.provider() + "/" + step.model())
                .distinct().toList();
    }

    private static String summary(long cells, BigDecimal cost, EstimateView.Time time, EstimateView.Basis basis) {
        return String.format(Locale.ROOT, "%,d cells to fill, about $%s and %s (%s confidence)", cells, dollars(cost),
                time.formatted(), basis.confidence().name().toLowerCase(Locale.ROOT));
    }

    /** In cents, of small amounts two digits that count. */
    private static String dollars(BigDecimal amount) {
        BigDecimal cents = amount.setScale(2, RoundingMode.HALF_UP);
        return cents.signum() != 0 || amount.signum() == 0
                ? cents.toPlainString()
                : amount.round(new MathContext(2)).toPlainString();
    }
}

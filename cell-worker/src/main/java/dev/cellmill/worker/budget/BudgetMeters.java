package dev.cellmill.worker.budget;

import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderRegistry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/** Who waits for the budget of each provider that has one, and the rate that holds now. A rate without limit is NaN. */
final class BudgetMeters implements MeterBinder {
    private final ProviderRegistry registry;
    private final ProviderBudgets budgets;

    BudgetMeters(ProviderRegistry registry, ProviderBudgets budgets) {
        this.registry = registry;
        this.budgets = budgets;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        for (Provider provider : registry.all()) {
            ClusterRateLimiter limiter = budgets.of(provider.profile().name());
            if (limiter != null) {
                bind(provider.profile(), limiter.budget(), meters);
            }
        }
    }

    private static void bind(ProviderProfile profile, ProviderBudget budget, MeterRegistry meters) {
        var tags = Tags.of("provider", profile.name(), "kind", profile.kind(), "lane", profile.lane());
        Gauge.builder("cellmill.budget.waiting.calls", budget, ProviderBudget::waiting).tags(tags)
                .description("Calls of this worker that wait for the cluster's budget of the provider")
                .register(meters);
        Gauge.builder("cellmill.budget.longest.wait", budget, ProviderBudget::longestWait).baseUnit("seconds")
                .tags(tags).description("How long the first of the calls that wait for the budget has waited")
                .register(meters);
        Gauge.builder("cellmill.budget.held", budget, one -> one.isHeld() ? 1 : 0).tags(tags)
                .description("1 while calls wait, or are fewer than configured, since the provider refused some")
                .register(meters);
        Gauge.builder("cellmill.budget.requests.per.minute", budget, one -> rate(one.inForce().requests())).tags(tags)
                .description("Requests a minute that hold now over all workers: the least of what is configured,"
                        + " named by the provider and learnt from its refusals")
                .register(meters);
        Gauge.builder("cellmill.budget.tokens.per.minute", budget, one -> rate(one.inForce().tokens())).tags(tags)
                .description("The same for tokens").register(meters);
    }

    private static double rate(@Nullable Double limit) {
        return limit == null ? Double.NaN : limit;
    }
}

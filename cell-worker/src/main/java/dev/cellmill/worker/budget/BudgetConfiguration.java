package dev.cellmill.worker.budget;

import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.micrometer.tagged.TaggedRateLimiterMetrics;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.util.HashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BudgetConfiguration {

    /** One for each provider that is called over a network. */
    @Bean
    ProviderBudgets providerBudgets(ProviderRegistry registry, DSLContext database) {
        var limiters = new HashMap<String, ClusterRateLimiter>();
        for (Provider provider : registry.all()) {
            ProviderProfile profile = provider.profile();
            if (!profile.family().isLocal()) {
                limiters.put(profile.name(), limiter(profile, database));
            }
        }
        return new ProviderBudgets(limiters);
    }

    @Bean
    BudgetExchange budgetExchange(ProviderBudgets budgets) {
        return new BudgetExchange(budgets);
    }

    @Bean
    BudgetMeters budgetMeters(ProviderRegistry registry, ProviderBudgets budgets) {
        return new BudgetMeters(registry, budgets);
    }

    @Bean
    TaggedRateLimiterMetrics rateLimiterMetrics(ProviderBudgets budgets) {
        RateLimiterRegistry registry = RateLimiterRegistry.ofDefaults();
        budgets.all().forEach(limiter -> {
            // a registry takes others' limiters only in the place of its own
            registry.rateLimiter(limiter.getName());
            registry.replace(limiter.getName(), limiter);
        });
        return TaggedRateLimiterMetrics.ofRateLimiterRegistry(registry);
    }

    private static ClusterRateLimiter limiter(ProviderProfile profile, DSLContext database) {
        var limits = new RateBudget.Limits(perMinute(profile.limits().requestsPerMinute()),
                perMinute(profile.limits().tokensPerMinute()));
        var budget = new ProviderBudget(profile.name(), new StoredBudget(database, profile.name()), limits,
                System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
        return new ClusterRateLimiter(profile.name(), budget, RateLimiterConfig.ofDefaults());
    }

    private static @Nullable Double perMinute(@Nullable Integer limit) {
        return limit == null ? null : limit.doubleValue();
    }
}

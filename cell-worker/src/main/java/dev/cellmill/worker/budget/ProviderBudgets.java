package dev.cellmill.worker.budget;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The budgets of this worker's providers, by name. */
public final class ProviderBudgets {
    private final Map<String, ClusterRateLimiter> budgets;

    ProviderBudgets(Map<String, ClusterRateLimiter> budgets) {
        this.budgets = Map.copyOf(budgets);
    }

    /** Null for a local provider. */
    public @Nullable ClusterRateLimiter of(String provider) {
        return budgets.get(provider);
    }

    Collection<ClusterRateLimiter> all() {
        return budgets.values();
    }
}

package dev.cellmill.worker.budget;

import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import java.time.Duration;

/**
 * Four times a second, of every provider that is called: tells the others how many calls it took, and learns of refusals
 * that they met. One that nobody calls is asked for now and then while it counts as refusing, so that what is shown of it
 * does not stay as it was at the last call.
 */
final class BudgetExchange extends PeriodicTask {
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private final ProviderBudgets budgets;

    BudgetExchange(ProviderBudgets budgets) {
        super("budget-exchange", INTERVAL, ShutdownPhase.WORKERS - 1);
        this.budgets = budgets;
    }

    @Override
    protected void run() {
        for (ClusterRateLimiter limiter : budgets.all()) {
            if (limiter.budget().isCalled() || limiter.budget().isStale()) {
                limiter.budget().exchange();
            }
        }
    }
}

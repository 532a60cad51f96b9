package dev.cellmill.worker.budget;

import dev.cellmill.worker.budget.RateBudget.Limits;
import java.util.concurrent.Callable;

/** A caller that gives up, since the cluster has no slot for it. */
public final class RateProbe implements Callable<Boolean> {

    @Override
    public Boolean call() throws InterruptedException {
        var limits = new Limits(60.0, null);
        var none = new RateBudget() {
            @Override
            public Grant reserve(Limits asked, long[] estimates, News news) {
                return new Grant(new double[0], 0, 0, 0, 0, limits, false);
            }

            @Override
            public Hold refuse(Limits asked, Refusal refusal, News news) {
                return new Hold(0, 0);
            }
        };
        return new ProviderBudget("provider", none, limits, System::nanoTime, () -> 0).acquire(1, () -> false) == null;
    }
}

package dev.cellmill.status.fold;

import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import java.time.Duration;

/**
 * Makes the meters of cells to come, by one short query every few seconds: a counter that is first seen with a batch in it has
 * no rate of that batch.
 */
final class ExpectedSeries extends PeriodicTask {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final ProviderKinds providers;
    private final FoldMeters meters;

    ExpectedSeries(ProviderKinds providers, FoldMeters meters) {
        super("expected-series", INTERVAL, ShutdownPhase.REST);
        this.providers = providers;
        this.meters = meters;
    }

    @Override
    protected void run() {
        providers.read().forEach(meters::expect);
    }
}

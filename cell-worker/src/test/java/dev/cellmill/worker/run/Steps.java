package dev.cellmill.worker.run;

import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.ProviderFamily;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Steps for tests. */
final class Steps {
    private Steps() {}

    static PlannedStep withRetries(int maxAttempts, Duration baseDelay) {
        return new PlannedStep("fake", "fake", ProviderFamily.HTTP, "hash", null, null, null, Map.of("key", "{{key}}"),
                Map.of(), null, null, null, Duration.ofSeconds(30), maxAttempts, baseDelay, List.of("key"));
    }
}

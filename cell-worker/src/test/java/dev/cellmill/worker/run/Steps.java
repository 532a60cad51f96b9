package dev.cellmill.worker.run;

import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.ProviderFamily;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Steps for tests. */
final class Steps {
    private Steps() {}

    static PlannedStep picking(ProviderFamily family, @Nullable String field) {
        return new PlannedStep("fake", "fake", family, "hash", null, null, null, Map.of(), Map.of(), null, field, null,
                Duration.ofSeconds(30), 3, Duration.ofSeconds(1), List.of());
    }

    static PlannedStep withRetries(int maxAttempts, Duration baseDelay) {
        return new PlannedStep("fake", "fake", ProviderFamily.HTTP, "hash", null, null, null, Map.of("key", "{{key}}"),
                Map.of(), null, null, null, Duration.ofSeconds(30), maxAttempts, baseDelay, List.of("key"));
    }
}

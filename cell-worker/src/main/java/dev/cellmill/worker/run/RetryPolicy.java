package dev.cellmill.worker.run;

import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.worker.provider.ProviderOutcome;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Whether and when a failed attempt is repeated: only what may pass by itself, within the step's attempts, after a
 * random part of base, 2 × base, 4 × base, … (full jitter, so that cells which failed together do not return
 * together), and never before the provider's own {@code Retry-After}.
 */
final class RetryPolicy {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration LONGEST_UNCOUNTED = Duration.ofSeconds(10);
    /** A provider that asks for more is not waited for any longer than this. */
    private static final Duration LONGEST_ASKED_FOR = Duration.ofHours(1);

    private final DoubleSupplier random;

    /** @param random from 0 to 1 */
    RetryPolicy(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * @param attempts made so far, from 1
     * @return how long to wait before the next; empty if there is none
     */
    Optional<Duration> waitAfter(ProviderOutcome.Failure failure, int attempts, PlannedStep step) {
        if (!failure.transientFailure() || attempts >= step.maxAttempts()) {
            return Optional.empty();
        }
        return Optional.of(wait(failure, attempts, step, LONGEST));
    }

    /** Before an attempt that is made because the last did not count: the provider was there for nobody. */
    Duration waitUncounted(ProviderOutcome.Failure failure, int attempts, PlannedStep step) {
        return wait(failure, attempts, step, LONGEST_UNCOUNTED);
    }

    private Duration wait(ProviderOutcome.Failure failure, int attempts, PlannedStep step, Duration longest) {
        long base = Math.max(1, step.baseDelay().toMillis());
        long ceiling = IntervalFunction.ofExponentialBackoff(base, 2.0, Math.max(base, longest.toMillis()))
                .apply(attempts);
        Duration jittered = Duration.ofMillis((long) (random.getAsDouble() * ceiling));
        Duration asked = failure.retryAfter() == null ? Duration.ZERO : failure.retryAfter();
        Duration bounded = asked.compareTo(LONGEST_ASKED_FOR) > 0 ? LONGEST_ASKED_FOR : asked;
        return jittered.compareTo(bounded) > 0 ? jittered : bounded;
    }
}

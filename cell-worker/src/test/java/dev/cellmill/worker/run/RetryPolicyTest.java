package dev.cellmill.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.worker.provider.ProviderOutcome;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    @Property
    void theWaitIsARandomPartOfTheDoubledBaseAndNeverBeforeRetryAfter(
            @ForAll @DoubleRange(max = 1) double random,
            @ForAll @IntRange(min = 1, max = 40) int attempts,
            @ForAll @IntRange(max = 400) int retryAfterSeconds) {
        var policy = new RetryPolicy(() -> random);
        Duration asked = Duration.ofSeconds(retryAfterSeconds);

        Duration wait = policy.waitAfter(failure(true, asked), attempts, Steps.withRetries(100, Duration.ofSeconds(1)))
                .orElseThrow();

        double ceiling = Math.min(300_000, 1_000 * Math.pow(2, attempts - 1));
        long jittered = (long) (random * ceiling);
        assertThat(wait.toMillis()).isEqualTo(Math.max(jittered, asked.toMillis()));
    }

    @Test
    void aDefiniteFailureAndALastAttemptAreNotRepeated() {
        var policy = new RetryPolicy(() -> 1);
        assertThat(policy.waitAfter(failure(false, null), 1, Steps.withRetries(3, Duration.ofSeconds(1)))).isEmpty();
        assertThat(policy.waitAfter(failure(true, null), 3, Steps.withRetries(3, Duration.ofSeconds(1)))).isEmpty();
        assertThat(policy.waitAfter(failure(true, null), 2, Steps.withRetries(3, Duration.ofSeconds(1))))
                .contains(Duration.ofSeconds(2));
    }

    private static ProviderOutcome.Failure failure(boolean isTransient, @Nullable Duration retryAfter) {
        return new ProviderOutcome.Failure(ErrorCode.PROVIDER_RATE_LIMITED, "slow down", isTransient, retryAfter, null,
                null);
    }
}

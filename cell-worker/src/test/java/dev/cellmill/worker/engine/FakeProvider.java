package dev.cellmill.worker.engine;

import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.ProviderRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** Answers as the test says, and remembers the inputs of each call. */
final class FakeProvider implements Provider {
    private final ProviderProfile profile;
    private final Function<String, ProviderOutcome> answers;
    private final Queue<String> calls = new ConcurrentLinkedQueue<>();

    FakeProvider(
            String name, ProviderFamily family, int concurrency, boolean isCached,
            Function<String, ProviderOutcome> answers) {
        var mode = isCached ? ProviderProfile.Cache.Mode.MEMORY : ProviderProfile.Cache.Mode.NONE;
        this.profile = new ProviderProfile(name, "fake", family, name, "hash", null, List.of("key"), List.of("key"),
                List.of(), List.of(), Map.of(), null, false,
                new ProviderProfile.Limits(null, null, concurrency, Duration.ofSeconds(30)), BigDecimal.ZERO,
                new ProviderProfile.Cache(mode, Duration.ofMinutes(5)));
        this.answers = answers;
    }

    static ProviderOutcome.Success answer(String text, @Nullable Double confidence) {
        var answer = JsonNodeFactory.instance.objectNode().put("text", text);
        return new ProviderOutcome.Success(answer, confidence, 10, 5, 1_000, null, null);
    }

    static ProviderOutcome.Failure failure(boolean isTransient, @Nullable Duration retryAfter) {
        return new ProviderOutcome.Failure(
                isTransient ? ErrorCode.PROVIDER_RATE_LIMITED : ErrorCode.PROVIDER_REJECTED, "no", isTransient,
                retryAfter, null, null);
    }

    /** Waits as a slow provider does; an interrupt ends it. */
    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public ProviderProfile profile() {
        return profile;
    }

    @Override
    public ProviderOutcome call(ProviderRequest request) {
        String key = request.inputs().getOrDefault("key", "");
        calls.add(key);
        return answers.apply(key);
    }

    /** The inputs of the calls so far. */
    List<String> calls() {
        return List.copyOf(calls);
    }
}

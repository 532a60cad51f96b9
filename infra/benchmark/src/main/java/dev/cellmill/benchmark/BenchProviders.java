package dev.cellmill.benchmark;

import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderFactory;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.ProviderRequest;
import dev.cellmill.worker.provider.ProviderSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Providers that take a known time, so that what is measured is Cellmill: kind {@code bench} with {@code delayMillis}
 * and {@code concurrency}. Their answer is the input {@code text}.
 */
@Configuration(proxyBeanMethods = false)
class BenchProviders {

    @Bean
    ProviderFactory benchProviderFactory() {
        return new ProviderFactory() {
            @Override
            public String kind() {
                return "bench";
            }

            @Override
            public Provider create(ProviderSettings settings) {
                return new Timed(
                        profile(settings, settings.values().path("concurrency").asInt()),
                        Duration.ofMillis(settings.values().path("delayMillis").asLong()));
            }
        };
    }

    private static ProviderProfile profile(ProviderSettings settings, int concurrency) {
        return new ProviderProfile(
                settings.name(),
                "bench",
                ProviderFamily.LOCAL,
                settings.name(),
                settings.configHash(),
                null,
                List.of("text"),
                List.of("text"),
                List.of(),
                List.of(),
                Map.of(),
                null,
                false,
                new ProviderProfile.Limits(null, null, concurrency, Duration.ofSeconds(90)),
                BigDecimal.ZERO,
                new ProviderProfile.Cache(ProviderProfile.Cache.Mode.NONE, Duration.ZERO));
    }

    private record Timed(ProviderProfile profile, Duration delay) implements Provider {
        @Override
        public ProviderOutcome call(ProviderRequest request) {
            long end = System.nanoTime() + delay.toNanos();
            while (System.nanoTime() - end < 0 && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
            var answer = JsonNodeFactory.instance.stringNode(request.inputs().getOrDefault("text", ""));
            return new ProviderOutcome.Success(answer, null, 0, 0, 0, null, null);
        }
    }
}

package dev.cellmill.worker.cache;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** What both tiers of the cache count anyway, as meters: nothing is added to a look-up. */
final class CacheMeters implements MeterBinder {
    private final ResponseCache memory;
    private final StoredAnswers stored;

    CacheMeters(ResponseCache memory, StoredAnswers stored) {
        this.memory = memory;
        this.stored = stored;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bind(registry, "memory", "hit", memory, ResponseCache::hits);
        bind(registry, "memory", "miss", memory, ResponseCache::misses);
        bind(registry, "store", "hit", stored, StoredAnswers::hits);
        bind(registry, "store", "miss", stored, StoredAnswers::misses);
        Gauge.builder("cellmill.cache.entries", memory, ResponseCache::size).tag("tier", "memory")
                .description("Answers that this worker keeps in memory, about").register(registry);
    }

    private static <T> void bind(MeterRegistry registry, String tier, String outcome, T source,
            ToDoubleFunction<T> count) {
        FunctionCounter.builder("cellmill.cache.lookups", source, count).tag("tier", tier).tag("outcome", outcome)
                .description("Answers that were looked for in a tier of the cache").register(registry);
    }
}

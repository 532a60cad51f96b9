package dev.cellmill.worker.run;

import dev.cellmill.worker.budget.ProviderBudgets;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The providers of this worker within its own bound: where they would together take more calls at once than the
 * worker may, each gets its share, at least one, so that none waits for another.
 */
public final class ProviderGates {
    private final Map<String, ProviderGate> gates = new HashMap<>();
    private final Map<String, Integer> capacities = new TreeMap<>();

    /** @param concurrency calls at once on this worker */
    public ProviderGates(ProviderRegistry registry, int concurrency, ProviderBudgets budgets,
            CircuitBreakerRegistry circuits, MeterRegistry meters) {
        long wanted = registry.all().stream().mapToLong(ProviderGates::wanted).sum();
        for (Provider provider : registry.all()) {
            long share = wanted <= concurrency ? wanted(provider) : wanted(provider) * (long) concurrency / wanted;
            int slots = (int) Math.max(1, share);
            gates.put(provider.profile().name(), gate(provider, slots, budgets, circuits, meters));
            capacities.merge(provider.profile().lane(), slots, Integer::sum);
        }
    }

    private static ProviderGate gate(Provider provider, int slots, ProviderBudgets budgets,
            CircuitBreakerRegistry circuits, MeterRegistry registry) {
        String name = provider.profile().name();
        boolean local = provider.profile().family().isLocal();
        var meters = new ProviderMeters(provider.profile(), registry);
        var gate = new ProviderGate(provider, slots, budgets.of(name), local ? null : circuits.circuitBreaker(name),
                meters);
        meters.watch(gate, slots);
        return gate;
    }

    private static int wanted(Provider provider) {
        return provider.profile().limits().concurrency();
    }

    /** By name. */
    Map<String, ProviderGate> all() {
        return Collections.unmodifiableMap(gates);
    }

    @Nullable
    ProviderGate find(String provider) {
        return gates.get(provider);
    }

    public Set<String> lanes() {
        return new TreeSet<>(capacities.keySet());
    }

    /** Calls at once in a lane. */
    public int capacity(String lane) {
        return capacities.getOrDefault(lane, 1);
    }
}

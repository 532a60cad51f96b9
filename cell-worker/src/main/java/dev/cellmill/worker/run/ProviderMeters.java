package dev.cellmill.worker.run;

import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.meter.Buckets;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.worker.provider.ProviderOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is counted of one provider's calls. Every meter is made once, at the start, so that a call looks none up and all
 * series are there before the first. Thread-safe.
 */
final class ProviderMeters {
    private static final String ANSWERED = "answered";
    private static final double NANO_DOLLARS = 1e9;

    private final CallFigures figures = new CallFigures();
    private final MeterRegistry registry;
    private final Tags tags;
    private final Timer answeredIn;
    private final Timer failedIn;
    private final Counter answered;
    private final Map<ErrorCode, Counter> failed = new EnumMap<>(ErrorCode.class);
    private final Counter retries;
    private final Counter exhausted;
    private final Timer budgetWait;
    private final Counter cost;
    private final Map<ServedBy, Counter> answers = new EnumMap<>(ServedBy.class);
    private final Map<ServedBy, Counter> saved = new EnumMap<>(ServedBy.class);

    ProviderMeters(ProviderProfile profile, MeterRegistry registry) {
        this.registry = registry;
        tags = Tags.of("provider", profile.name(), "kind", profile.kind(), "lane", profile.lane());
        answeredIn = latency(ANSWERED);
        failedIn = latency("failed");
        answered = attempts(ANSWERED);
        for (ErrorCode code : ErrorCode.values()) {
            failed.put(code, attempts(code.wireName()));
        }
        retries = counter("cellmill.provider.retries", "Attempts that followed another of the same request");
        exhausted = counter("cellmill.provider.retries.exhausted",
                "Requests whose last attempt failed of what may pass by itself");
        budgetWait = Timer.builder("cellmill.budget.wait").tags(tags)
                .description("How long calls waited for the cluster's budget of the provider")
                .serviceLevelObjectives(Buckets.times()).register(registry);
        cost = Counter.builder("cellmill.cost").baseUnit("usd").tags(tags)
                .description("What calls cost, those of which that is not known at their worst").register(registry);
        for (ServedBy by : ServedBy.values()) {
            answers.put(by, Counter.builder("cellmill.answers").tags(tags).tag("source", by.wireName())
                    .description("Answers that cells got, by where they came from").register(registry));
            if (by != ServedBy.PROVIDER) {
                saved.put(by, Counter.builder("cellmill.saved").baseUnit("usd").tags(tags)
                        .tag("source", by.wireName())
                        .description("What answers would have cost had they come from the provider")
                        .register(registry));
            }
        }
    }

    private Timer latency(String outcome) {
        return Timer.builder("cellmill.provider.latency").tags(tags).tag("outcome", outcome)
                .description("How long attempts at the provider took").serviceLevelObjectives(Buckets.times())
                .register(registry);
    }

    private Counter attempts(String outcome) {
        return Counter.builder("cellmill.provider.attempts").tags(tags).tag("outcome", outcome)
                .description("Attempts at the provider, by what came of them").register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).tags(tags).description(description).register(registry);
    }

    /** Its gauges, read at each scrape. @param slots calls that it takes at once on this worker */
    void watch(ProviderGate gate, int slots) {
        Gauge.builder("cellmill.provider.calls.in.flight", gate, one -> slots - one.freeSlots()).tags(tags)
                .description("Calls to the provider under way on this worker").register(registry);
        Gauge.builder("cellmill.provider.slots", () -> slots).tags(tags)
                .description("Calls that this worker makes to the provider at once at most").register(registry);
        if (!gate.isLocal()) {
            Gauge.builder("cellmill.provider.circuit.open", gate, one -> one.isDown() ? 1 : 0).tags(tags)
                    .description("1 while the provider counts as down and its calls wait").register(registry);
        }
    }

    /** What the description of the provider tells of its calls. */
    CallFigures figures() {
        return figures;
    }

    void attempted(ProviderOutcome outcome, Duration latency) {
        figures.add(outcome, latency);
        switch (outcome) {
            case ProviderOutcome.Success _ -> {
                answered.increment();
                answeredIn.record(latency);
            }
            case ProviderOutcome.Failure failure -> {
                failed.get(failure.code()).increment();
                failedIn.record(latency);
            }
        }
    }

    void retried() {
        retries.increment();
    }

    void exhausted() {
        exhausted.increment();
    }

    void waitedForBudget(long nanos) {
        budgetWait.record(Duration.ofNanos(nanos));
    }

    void charged(long nanoDollars) {
        if (nanoDollars > 0) {
            cost.increment(nanoDollars / NANO_DOLLARS);
        }
    }

    void served(Served served) {
        answers.get(served.by()).increment();
        if (served.saved() > 0) {
            saved.get(served.by()).increment(served.saved() / NANO_DOLLARS);
        }
    }
}

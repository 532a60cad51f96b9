package dev.cellmill.status.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Attempts at webhooks, by what came of them. Thread-safe. */
final class WebhookMeters {
    private final Counter delivered;
    private final Counter again;
    private final Counter failed;
    private final Counter disabled;

    WebhookMeters(MeterRegistry registry) {
        delivered = counter(registry, "delivered");
        again = counter(registry, "again");
        failed = counter(registry, "failed");
        disabled = counter(registry, "disabled");
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("cellmill.webhook.attempts").tag("outcome", outcome)
                .description("Attempts to deliver webhook messages").register(registry);
    }

    void ended(Verdict verdict) {
        (switch (verdict) {
            case Verdict.Delivered() -> delivered;
            case Verdict.Disabled _ -> disabled;
            case Verdict.TryAgain _ -> again;
            case Verdict.Failed _ -> failed;
        }).increment();
    }
}

package dev.cellmill.status.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Audits, by what they found. Thread-safe. */
@Component
class AuditMeters {
    private final Counter equal;
    private final Counter unequal;

    AuditMeters(MeterRegistry registry) {
        equal = counter(registry, "equal");
        unequal = counter(registry, "unequal");
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("cellmill.audits").tag("outcome", outcome)
                .description("Audits and repairs of jobs, by whether the counters equalled the cells")
                .register(registry);
    }

    void found(Audit audit) {
        (audit.equal() ? equal : unequal).increment();
    }
}

package dev.cellmill.status.webhook;

import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts the messages that wait to be sent, for the meters, by one short query over an index of just those. */
final class WebhookBacklog extends PeriodicTask implements MeterBinder {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final String COUNT = """
            SELECT count(*) AS messages,
                   coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::double precision AS oldest,
                   greatest(0, extract(epoch FROM clock_timestamp() - min(next_attempt_at)))::double precision AS overdue
            FROM status.webhook_delivery WHERE state = 'pending'
            """;

    private final JdbcClient sql;
    private volatile Backlog backlog = new Backlog(0, 0, 0);

    private record Backlog(long messages, double oldestSeconds, double overdueSeconds) {}

    WebhookBacklog(JdbcClient sql) {
        super("webhook-backlog", INTERVAL, ShutdownPhase.REST);
        this.sql = sql;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("cellmill.webhook.backlog", this, one -> one.backlog.messages()).baseUnit("messages")
                .description("Webhook messages that are still to be delivered").register(registry);
        Gauge.builder("cellmill.webhook.oldest", this, one -> one.backlog.oldestSeconds()).baseUnit("seconds")
                .description("Age of the oldest webhook message that is still to be delivered").register(registry);
        Gauge.builder("cellmill.webhook.overdue", this, one -> one.backlog.overdueSeconds()).baseUnit("seconds")
                .description(
                        "How long the webhook message that waits longest for an attempt has been due; 0 if none is")
                .register(registry);
    }

    @Override
    protected void run() {
        backlog = sql.sql(COUNT)
                .query((row, number) -> new Backlog(row.getLong("messages"), row.getDouble("oldest"),
                        row.getDouble("overdue")))
                .single();
    }
}

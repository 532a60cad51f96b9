package dev.cellmill.status.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.job.WebhookEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class WebhookBacklogIT {
    private static final Outbox OUTBOX = new Outbox();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final WebhookBacklog backlog = new WebhookBacklog(OUTBOX.sql);

    @Test
    void aMessageIsOverdueOnceItsAttemptIsDueAndNotWhileItWaitsForTheNext() {
        backlog.bindTo(registry);
        backlog.run();
        assertThat(value("overdue")).isZero();

        JobId job = OUTBOX.job("http://example.com");
        OUTBOX.enqueue(job, WebhookEvent.COMPLETED);
        attemptAt("now() + interval '1 hour'");
        assertThat(value("backlog")).isEqualTo(1);
        assertThat(value("overdue")).isZero();

        attemptAt("now() - interval '10 minutes'");
        assertThat(value("overdue")).isBetween(600.0, 660.0);
    }

    private void attemptAt(String time) {
        OUTBOX.sql.sql("UPDATE status.webhook_delivery SET next_attempt_at = " + time).update();
        backlog.run();
    }

    private double value(String meter) {
        return registry.get("cellmill.webhook." + meter).gauge().value();
    }
}

package dev.cellmill.status.webhook;

import dev.cellmill.common.db.Schema;
import dev.cellmill.common.db.WebhookOutbox;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.job.WebhookEvent;
import dev.cellmill.common.secret.SealedWebhook;
import dev.cellmill.common.secret.Sealer;
import dev.cellmill.testkit.Backends;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A database with jobs that have webhooks, and senders on it, whose clock moves only when a test says so. */
final class Outbox {
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    final DataSource source = Backends.newDatabase().dataSource();
    final JdbcClient sql;
    final Sealer sealer = Sealer.of(Sealer.newKey());
    final WebhookMessages messages;
    final WebhookClient client = new WebhookClient(new GuardedLookup(InetAddress::getAllByName, true), 64,
            Duration.ofSeconds(60));

    /** Ahead of the database's, so that what is put in is due. */
    private volatile Instant now = Instant.now().plusSeconds(60);

    Outbox() {
        Schema.migrate(source);
        sql = JdbcClient.create(source);
        messages = new WebhookMessages(sql, sealer, new TransactionTemplate(new JdbcTransactionManager(source)));
    }

    WebhookSender sender() {
        return sender(64, false);
    }

    /** @param shared among tenants */
    WebhookSender sender(int concurrency, boolean shared) {
        return new WebhookSender(messages, client, () -> now, concurrency,
                new WebhookMeters(new SimpleMeterRegistry()), () -> shared);
    }

    Instant now() {
        return now;
    }

    void later(Duration time) {
        now = now.plus(time);
    }

    /** Begins to send what is due and waits until it is sent. */
    void send() {
        send(sender());
    }

    static void send(WebhookSender sender) {
        sender.sendDue();
        try {
            if (!sender.awaitIdle(Duration.ofSeconds(60))) {
                throw new AssertionError("something is still being sent");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    JobId job(String url, String... events) {
        var job = JobId.next();
        sql.sql("""
                INSERT INTO jobs.job (id, tenant, sheet_id, name, labels, state, version, run, priority, columns,
                    first_row, end_row, total_cells, sent, spec, plan, created_by, created_at, updated_at, webhook)
                VALUES (:id, 'acme', :id, 'Zürich "leads"', '{}', 'processing', 1, 1, 'normal', '{a,b}', 0, 5, 10, 6,
                    '{}', '{}', 'test', now(), now(),
                    jsonb_build_object('url', CAST(:url AS text), 'secret', CAST(:secret AS text), 'events',
                        CAST(:events AS text[])))
                """).param("id", job.value()).param("url", url)
                .param("secret", sealer.seal(SECRET, SealedWebhook.ofJob(job)))
                .param("events", events.length == 0
                        ? List.of(WebhookEvent.values()).stream().map(WebhookEvent::wireName).toArray(String[]::new)
                        : events)
                .update();
        return job;
    }

    JobId jobOf(String tenant, String url) {
        JobId job = job(url);
        sql.sql("UPDATE jobs.job SET tenant = :tenant WHERE id = :id").param("tenant", tenant).param("id", job.value())
                .update();
        return job;
    }

    JobId jobWithoutWebhook() {
        JobId job = job("http://x");
        sql.sql("UPDATE jobs.job SET webhook = NULL WHERE id = :id").param("id", job.value()).update();
        return job;
    }

    void enqueue(JobId job, WebhookEvent event) {
        try (Connection connection = source.getConnection()) {
            WebhookOutbox.enqueue(connection, job, event);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In the order of their making. */
    List<Map<String, Object>> of(JobId job) {
        return sql.sql("SELECT *, history::text AS log FROM status.webhook_delivery WHERE job_id = :id ORDER BY id")
                .param("id", job.value()).query().listOfRows();
    }

    Map<String, Object> only(JobId job) {
        List<Map<String, Object>> rows = of(job);
        if (rows.size() != 1) {
            throw new AssertionError("not one message but " + rows);
        }
        return rows.getFirst();
    }
}

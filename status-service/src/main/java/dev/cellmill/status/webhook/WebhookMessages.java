package dev.cellmill.status.webhook;

import dev.cellmill.common.id.DeliveryId;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.secret.SealedWebhook;
import dev.cellmill.common.secret.Sealer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The outbox as senders see it. A claim is a lease: it counts the attempt and puts the message off, so that it comes due
 * again if its sender dies; one that comes too late to record its outcome is told by the count that it was passed over.
 */
final class WebhookMessages {
    /** Longer than an attempt and its record can take. */
    static final Duration LEASE = Duration.ofSeconds(60);

    /** Attempts of a message that are remembered. */
    static final int REMEMBERED = 20;

    /** Candidates are chosen without a lock; what a rival has claimed meanwhile is passed over. */
    private static final String CLAIM = """
            WITH due AS (
                SELECT delivery.id, delivery.next_attempt_at, job.tenant, coalesce(sending.messages, 0) AS sending,
                       lower(substring(job.webhook ->> 'url' FROM '^[^:]+://([^/?]*)')) AS receiver
                FROM status.webhook_delivery AS delivery JOIN jobs.job ON job.id = delivery.job_id
                LEFT JOIN unnest(:tenants, :sending) AS sending (tenant, messages) ON sending.tenant = job.tenant
                WHERE delivery.state = 'pending' AND delivery.next_attempt_at <= :now AND job.webhook IS NOT NULL
                  AND coalesce(sending.messages, 0) < :share),
            first AS (
                SELECT DISTINCT ON (receiver) id, receiver, next_attempt_at, tenant, sending
                FROM due WHERE receiver <> ALL(:busy)
                ORDER BY receiver, next_attempt_at, id),
            ranked AS (
                SELECT *, sending + row_number() OVER (PARTITION BY tenant ORDER BY next_attempt_at, id) AS place FROM first),
            chosen AS (
                SELECT id, receiver FROM ranked WHERE place <= :share ORDER BY next_attempt_at, id LIMIT :most),
            claimed AS (
                SELECT id FROM status.webhook_delivery
                WHERE id IN (SELECT id FROM chosen) AND state = 'pending' AND next_attempt_at <= :now
                FOR UPDATE SKIP LOCKED)
            UPDATE status.webhook_delivery AS delivery
            SET attempts = delivery.attempts + 1, next_attempt_at = :lease
            FROM claimed, chosen, jobs.job
            WHERE delivery.id = claimed.id AND chosen.id = claimed.id AND job.id = delivery.job_id
            RETURNING delivery.id, delivery.job_id, job.tenant, delivery.attempts, delivery.body, chosen.receiver,
                      job.webhook ->> 'url' AS url, job.webhook ->> 'secret' AS secret
            """;

    private static final String RECORD = """
            UPDATE status.webhook_delivery
            SET state = :state, next_attempt_at = :next, last_status = :status, last_error = :error,
                history = (CASE WHEN jsonb_array_length(history) < :remembered THEN history ELSE history - 0 END)
                    || CAST(:attempt AS jsonb)
            WHERE id = :id AND attempts = :attempts
            """;

    private static final String DISABLE_OTHERS = """
            UPDATE status.webhook_delivery SET state = 'disabled', next_attempt_at = NULL
            WHERE job_id = :job AND state = 'pending'
            """;

    private final JdbcClient sql;
    private final Sealer sealer;
    private final TransactionTemplate transactions;

    WebhookMessages(JdbcClient sql, Sealer sealer, TransactionTemplate transactions) {
        this.sql = sql;
        this.sealer = sealer;
        this.transactions = transactions;
    }

    /**
     * Commits before it returns, so that no transaction is open while something is sent.
     *
     * @param most messages, one for each receiver, so that one with many takes no other's place
     * @param busy receivers that get none
     * @param sending how many of each tenant are under way
     * @param share that a tenant may have under way
     */
    List<DueMessage> claim(Instant now, int most, Collection<String> busy, Map<TenantId, Integer> sending, int share) {
        List<TenantId> tenants = List.copyOf(sending.keySet());
        return sql.sql(CLAIM)
                .param("now", utc(now))
                .param("lease", utc(now.plus(LEASE)))
                .param("most", most)
                .param("busy", busy.toArray(String[]::new))
                .param("tenants", tenants.stream().map(TenantId::value).toArray(String[]::new))
                .param("sending", tenants.stream().mapToInt(sending::get).toArray())
                .param("share", share)
                .query((row, number) -> message(row))
                .list();
    }

    private DueMessage message(ResultSet row) throws SQLException {
        var job = new JobId(row.getObject("job_id", UUID.class));
        return new DueMessage(new DeliveryId(row.getObject("id", UUID.class)), job,
                new TenantId(row.getString("tenant")), row.getInt("attempts"), row.getString("url"),
                row.getString("receiver"),
                sealer.open(row.getString("secret"), SealedWebhook.ofJob(job)).orElse(null), row.getString("body"));
    }

    /**
     * @param began when the attempt did
     * @param took its time
     * @return false if another sender has claimed the message meanwhile, and nothing was recorded
     */
    boolean record(DueMessage message, Outcome outcome, Verdict verdict, Instant began, Duration took) {
        Instant next = verdict instanceof Verdict.TryAgain(Duration delay, _)
                ? began.plus(took).plus(delay)
                : null;
        return Boolean.TRUE.equals(transactions.execute(_ -> {
            boolean own = update(message, outcome, verdict, next, attempt(outcome, verdict, began, took)) == 1;
            if (own && verdict instanceof Verdict.Disabled) {
                sql.sql(DISABLE_OTHERS).param("job", message.job().value()).update();
            }
            return own;
        }));
    }

    private int update(DueMessage message, Outcome outcome, Verdict verdict, @Nullable Instant next, String attempt) {
        return sql.sql(RECORD)
                .param("id", message.id().value())
                .param("attempts", message.attempts())
                .param("state", verdict.state())
                .param("next", next == null ? null : utc(next), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("status", status(outcome), Types.INTEGER)
                .param("error", verdict.error(), Types.VARCHAR)
                .param("attempt", attempt)
                .param("remembered", REMEMBERED)
                .update();
    }

    private static String attempt(Outcome outcome, Verdict verdict, Instant began, Duration took) {
        Map<String, @Nullable Object> attempt = new LinkedHashMap<>();
        attempt.put("at", began.toString());
        attempt.put("status", status(outcome));
        attempt.put("error", verdict.error());
        attempt.put("seconds", took.toMillis() / 1000.0);
        return "[" + Json.MAPPER.writeValueAsString(attempt) + "]";
    }

    private static @Nullable Integer status(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered(int status) -> status;
            case Outcome.Unanswered(_) -> null;
        };
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}

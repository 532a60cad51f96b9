package dev.cellmill.jobapi.job;

import dev.cellmill.common.db.SchedulerChannel;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.job.JobPatch;
import dev.cellmill.common.job.JobSpecReader;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import java.sql.Types;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Changes what the scheduler reads of an open job at its next look. Cells that are in flight stay so. */
@Component
class PatchJob {
    private static final String PATCH = """
            UPDATE jobs.job
            SET concurrency = coalesce(:concurrency, concurrency), priority = coalesce(:priority, priority),
                labels = coalesce(CAST(:labels AS jsonb), labels), spec = spec || CAST(:document AS jsonb),
                webhook = coalesce(CAST(:webhook AS jsonb), webhook), updated_at = clock_timestamp()
            WHERE id = :job AND tenant = :tenant AND state IN ('queued', 'processing', 'paused')
            """;
    /** What the webhook's receiver before was told no more. */
    private static final String SEND_AGAIN = """
            UPDATE status.webhook_delivery SET state = 'pending', next_attempt_at = clock_timestamp()
            WHERE job_id = :job AND state = 'disabled'
            """;
    private static final String STATE = "SELECT state FROM jobs.job WHERE id = :job AND tenant = :tenant";

    private final JdbcClient sql;

    PatchJob(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * @return the webhook if it was changed, so that its secret can be shown
     * @throws ProblemException with everything that is wrong with it, or if there is no such job or it has ended
     */
    @Transactional
    public @Nullable JobWebhook patch(TenantId tenant, JobId job, byte[] body) {
        JobPatch patch = switch (JobSpecReader.readPatch(body)) {
            case JobPatch.Reading.Read(JobPatch read) -> read;
            case JobPatch.Reading.Refused(var problems) -> throw new ProblemException(problems);
        };
        JobWebhook webhook = JobWebhook.of(patch.webhook());
        int changed = sql.sql(PATCH)
                .param("job", job.value())
                .param("tenant", tenant.value())
                .param("concurrency", patch.concurrency(), Types.INTEGER)
                .param("priority", patch.priority() == null ? null : patch.priority().wireName(), Types.VARCHAR)
                .param("labels", patch.labels() == null ? null : Json.MAPPER.writeValueAsString(patch.labels()),
                        Types.VARCHAR)
                .param("document", JobWebhook.redact(patch.document()).toString())
                .param("webhook", webhook == null ? null : webhook.stored().data(), Types.VARCHAR)
                .update();
        if (changed == 0) {
            throw refusal(tenant, job);
        }
        if (webhook != null) {
            sql.sql(SEND_AGAIN).param("job", job.value()).update();
        }
        sql.sql(SchedulerChannel.NOTIFY).query(rows -> {});
        return webhook;
    }

    private ProblemException refusal(TenantId tenant, JobId job) {
        return sql.sql(STATE).param("job", job.value()).param("tenant", tenant.value()).query(String.class).optional()
                .map(state -> new ProblemException(new Problem(ProblemType.TRANSITION_NOT_ALLOWED,
                        "The job is %s; only one that has not ended can be changed.".formatted(state), null, null,
                        Map.of("state", state))))
                .orElseGet(() -> new ProblemException(Problem.notFound()));
    }
}

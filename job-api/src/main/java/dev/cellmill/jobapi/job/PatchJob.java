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
import dev.cellmill.common.secret.Sealer;
import dev.cellmill.common.state.JobState;
import java.sql.Types;
import java.time.ZoneOffset;
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
                labels = coalesce(CAST(:labels AS jsonb), labels), start_at = coalesce(:startAt, start_at),
                pace = coalesce(:pace, pace), max_cost = coalesce(:maxCost, max_cost),
                alert_cost = coalesce(:alertCost, CASE WHEN CAST(:maxCost AS bigint) IS NULL THEN alert_cost
                    WHEN (spec -> 'budget' ->> 'alertAt')::numeric > 0
                    THEN greatest(1, ceil(:maxCost * (spec -> 'budget' ->> 'alertAt')::numeric))::bigint END),
                alerted = alerted AND coalesce(:maxCost, max_cost) <= max_cost,
                spec = spec || CAST(:document AS jsonb)
                    || CASE WHEN jsonb_exists(CAST(:document AS jsonb), 'budget')
                        THEN jsonb_build_object('budget',
                            coalesce(spec -> 'budget', '{}') || (CAST(:document AS jsonb) -> 'budget'))
                        ELSE '{}' END,
                webhook = coalesce(CAST(:webhook AS jsonb), webhook), updated_at = clock_timestamp()
            WHERE id = :job AND tenant = :tenant AND state IN ('queued', 'processing', 'paused')
              AND (CAST(:startAt AS timestamptz) IS NULL OR state = 'queued') AND (:maxCost IS NULL OR max_cost IS NOT NULL)
            """;

    /** A job that paused because its budget was used up goes on when there is more of it. */
    private static final String GO_ON = """
            UPDATE jobs.job
            SET state = 'processing', pause_reason = NULL, version = version + 1, updated_at = clock_timestamp()
            WHERE id = :job AND state = 'paused' AND pause_reason = 'budget'
              AND max_cost > reserved + coalesce((SELECT spent - returned FROM status.job_progress
                                                  WHERE job_id = :job), 0)
            """;
    private static final String STATE = """
            SELECT state, max_cost IS NOT NULL AS budgeted FROM jobs.job WHERE id = :job AND tenant = :tenant
            """;
    /** What the webhook's receiver before was told no more. */
    private static final String SEND_AGAIN = """
            UPDATE status.webhook_delivery SET state = 'pending', next_attempt_at = clock_timestamp()
            WHERE job_id = :job AND state = 'disabled'
            """;

    private final JdbcClient sql;
    private final Sealer sealer;

    PatchJob(JdbcClient sql, Sealer sealer) {
        this.sql = sql;
        this.sealer = sealer;
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
                .param("startAt", patch.startAt() == null ? null : patch.startAt().atOffset(ZoneOffset.UTC),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .param("pace", patch.requestsPerMinute(), Types.INTEGER)
                .param("maxCost", patch.budget() == null ? null : patch.budget().maxCost(), Types.BIGINT)
                .param("alertCost", patch.budget() == null ? null : patch.budget().alertCost(), Types.BIGINT)
                .param("document", JobWebhook.redact(patch.document()).toString())
                .param("webhook", webhook == null ? null : webhook.stored(sealer, job).data(), Types.VARCHAR)
                .update();
        if (changed == 0) {
            throw refusal(tenant, job, patch);
        }
        if (patch.budget() != null) {
            sql.sql(GO_ON).param("job", job.value()).update();
        }
        if (webhook != null) {
            sql.sql(SEND_AGAIN).param("job", job.value()).update();
        }
        sql.sql(SchedulerChannel.NOTIFY).query(rows -> {});
        return webhook;
    }

    private ProblemException refusal(TenantId tenant, JobId job, JobPatch patch) {
        return sql.sql(STATE).param("job", job.value()).param("tenant", tenant.value())
                .query((row, number) -> refusal(JobState.ofWireName(row.getString("state")),
                        row.getBoolean("budgeted"), patch))
                .optional()
                .orElseGet(() -> new ProblemException(Problem.notFound()));
    }

    private static ProblemException refusal(JobState state, boolean budgeted, JobPatch patch) {
        if (state.open() && patch.budget() != null && !budgeted) {
            return new ProblemException(Problem.at(ProblemType.JOB_INVALID, "/budget",
                    "The job was submitted without a budget, so nothing was reserved for what it has sent; cancel it and"
                            + " submit one with a budget, which redoes nothing that is done."));
        }
        String sentence = state.open()
                ? "The job is %s; its start can be moved only while it is queued."
                : "The job is %s; only one that has not ended can be changed.";
        return new ProblemException(new Problem(ProblemType.TRANSITION_NOT_ALLOWED,
                sentence.formatted(state.wireName()), null, null, Map.of("state", state.wireName())));
    }
}

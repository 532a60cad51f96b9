package dev.cellmill.status.progress;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.state.JobState;
import dev.cellmill.status.progress.BindingLimit.ProviderUse;
import dev.cellmill.status.progress.ProgressView.ErrorGroup;
import dev.cellmill.status.progress.ProgressView.Example;
import dev.cellmill.status.progress.ProgressView.RunningCell;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads a job's progress: its counters, and a bounded number of its running and failed cells. */
@Component
public class ReadProgress {
    private static final int RUNNING_SHOWN = 20;

    /** Failed cells that are looked at for their codes; beyond, the counts are lower bounds. */
    static final int FAILED_READ = 2_000;

    private static final double MILLIS = 1000;

    private final JdbcClient database;
    private final CounterReader counters;
    private final Clock clock;

    ReadProgress(JdbcClient database, CounterReader counters, Clock clock) {
        this.database = database;
        this.counters = counters;
        this.clock = clock;
    }

    /** @throws ProblemException not-found */
    public ProgressView read(TenantId tenant, UUID id) {
        JobCounters job = counters.read(tenant, id).orElseThrow(() -> new ProblemException(Problem.notFound()));
        ColumnCounters sum = job.sum();
        Instant now = clock.instant();
        boolean processing = job.state() == JobState.PROCESSING;
        return ProgressView.of(job, processing ? uses(tenant, job) : List.of(),
                processing ? waitingFor(tenant, job) : List.of(),
                sum.running() == 0 ? List.of() : running(tenant, job, now),
                sum.failed() == 0 ? List.of() : errors(tenant, job, sum.failed() > FAILED_READ), now);
    }

    /** Providers of the job that are down or refuse calls, as workers say. */
    private List<ProgressView.HeldProvider> waitingFor(TenantId tenant, JobCounters job) {
        return database.sql("""
                SELECT held.provider, CASE WHEN bool_or(held.state <> 'limited') THEN 'open' ELSE 'limited' END AS state,
                    extract(epoch FROM clock_timestamp() - min(held.since))::bigint AS seconds
                FROM worker.provider_state AS held
                WHERE held.seen_at > clock_timestamp() - interval '10 seconds'
                  AND held.provider IN (SELECT provider FROM jobs.job_step WHERE job_id = :job AND tenant = :tenant)
                GROUP BY held.provider
                ORDER BY held.provider
                """).param("job", job.id()).param("tenant", tenant.value()).query(ProgressView.HeldProvider.class)
                .list();
    }

    /** The limits of the job's providers, and what it has made use of; a row for each of them. */
    private List<ProviderUse> uses(TenantId tenant, JobCounters job) {
        return database.sql("""
                SELECT (min(p.profile -> 'limits' ->> 'requestsPerMinute'))::int AS requests_per_minute,
                    (min(p.profile -> 'limits' ->> 'tokensPerMinute'))::int AS tokens_per_minute,
                    coalesce(sum(t.calls), 0)::bigint AS calls,
                    coalesce(sum(t.input_tokens + t.output_tokens), 0)::bigint AS tokens
                FROM jobs.job_step s
                LEFT JOIN worker.provider p ON p.name = s.provider
                LEFT JOIN status.step_progress t ON t.job_id = s.job_id AND t.col = s.col AND t.step = s.step
                WHERE s.job_id = :job AND s.tenant = :tenant
                GROUP BY s.provider
                """).param("job", job.id()).param("tenant", tenant.value()).query(ProviderUse.class).list();
    }

    private List<RunningCell> running(TenantId tenant, JobCounters job, Instant now) {
        return database.sql("""
                SELECT c.row, c.col, c.provider, c.started_at, (
                    SELECT o.progress FROM status.cell_output_chunk o
                    WHERE o.job_id = c.job_id AND o.row = c.row AND o.col = c.col AND o.progress IS NOT NULL
                    ORDER BY o.at DESC
                    LIMIT 1
                ) AS progress
                FROM status.cell c
                WHERE c.job_id = :job AND c.tenant = :tenant AND c.state = 1
                ORDER BY c.row, c.col
                LIMIT :limit
                """).param("job", job.id()).param("tenant", tenant.value()).param("limit", RUNNING_SHOWN)
                .query((row, number) -> new RunningCell(row.getInt("row"), column(job, row.getInt("col")),
                        row.getString("provider"),
                        seconds(row.getObject("started_at", OffsetDateTime.class), now), row.getString("progress")))
                .list();
    }

    private List<ErrorGroup> errors(TenantId tenant, JobCounters job, boolean more) {
        return database.sql("""
                SELECT grouped.code, grouped.count, grouped.row, grouped.col, grouped.message
                FROM (
                    SELECT DISTINCT ON (failed.code) failed.code, failed.row, failed.col, failed.message,
                        count(*) OVER (PARTITION BY failed.code) AS count
                    FROM (
                        SELECT c.row, c.col, c.error ->> 'code' AS code, c.error ->> 'message' AS message
                        FROM status.cell c
                        WHERE c.job_id = :job AND c.tenant = :tenant AND c.state = 3
                        ORDER BY c.row, c.col
                        LIMIT :limit
                    ) AS failed
                    ORDER BY failed.code, failed.row, failed.col
                ) AS grouped
                ORDER BY grouped.count DESC, grouped.code
                """).param("job", job.id()).param("tenant", tenant.value()).param("limit", FAILED_READ)
                .query((row, number) -> new ErrorGroup(row.getString("code"), row.getLong("count"), more,
                        new Example(row.getInt("row"), column(job, row.getInt("col")), row.getString("message"))))
                .list();
    }

    private static String column(JobCounters job, int column) {
        return job.columns().get(column).name();
    }

    /** Never negative: the cell began by another machine's clock. */
    private static @Nullable Double seconds(@Nullable OffsetDateTime since, Instant now) {
        return since == null ? null : Math.max(0, Duration.between(since.toInstant(), now).toMillis() / MILLIS);
    }
}

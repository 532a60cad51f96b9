package dev.cellmill.jobapi.control;

import dev.cellmill.common.db.JobEnds;
import dev.cellmill.common.db.SchedulerChannel;
import dev.cellmill.common.db.WebhookOutbox;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.job.WebhookEvent;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.common.state.JobState;
import dev.cellmill.common.state.JobTransition;
import dev.cellmill.jobapi.quota.TenantQuota;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Moves a job to another state by compare-and-set and tells its webhook, or says why it cannot be. */
@Component
class ChangeState {
    /** Why a job is paused: somebody wanted it, or its tenant has spent what it may today. */
    static final String USER = "user";
    static final String QUOTA = "quota";

    /**
     * The fold holds this row while it counts a job's last end, and completes the job if it finds it processing. So a
     * resume either sees that end or lets the fold see the resume. A job of which nothing was folded yet gets its row.
     */
    private static final String LOCK_PROGRESS = """
            INSERT INTO status.job_progress AS progress
                (job_id, tenant, closed, ended, completed_rows, fold, updated_at)
            SELECT id, tenant, 0, 0, 0, 0, clock_timestamp() FROM jobs.job WHERE id = :job AND tenant = :tenant
            ON CONFLICT (job_id) DO UPDATE SET fold = progress.fold
            """;

    /** The first cell that failed in the run that goes on, of a job that stops at its first error. */
    private static final String FAILED_MEANWHILE = """
            SELECT cell.row, job.columns[cell.col + 1] AS name, cell.error
            FROM jobs.job AS job
            JOIN status.cell AS cell ON cell.job_id = job.id AND cell.state = 3 AND cell.run = job.run
            WHERE job.id = :job AND job.stops_on_error
            ORDER BY cell.row, cell.col
            LIMIT 1
            """;

    private static final String CHANGE = """
            UPDATE jobs.job
            SET state = :to, pause_reason = :reason, version = version + 1, updated_at = clock_timestamp(),
                ended_at = CASE WHEN :ends THEN clock_timestamp() END
            WHERE id = :job AND tenant = :tenant AND state = ANY(:from)
            RETURNING version
            """;
    /** No other job is submitted on the sheet meanwhile. */
    private static final String LOCK_SHEET = """
            SELECT state FROM intake.sheet WHERE id = (SELECT sheet_id FROM jobs.job WHERE id = :job) FOR UPDATE
            """;

    private static final String RIVAL = """
            SELECT rival.id
            FROM jobs.job AS job
            JOIN jobs.job AS rival ON rival.sheet_id = job.sheet_id AND rival.columns && job.columns
            WHERE job.id = :job AND rival.id <> job.id AND rival.state IN ('queued', 'processing', 'paused')
            LIMIT 1
            """;

    /** Another run, in which the cells that failed are opened again ({@link Reopener}) and those never sent are sent. */
    private static final String RETRY = """
            UPDATE jobs.job AS job
            SET state = :to, version = version + 1, run = nextval('jobs.run'), reopen_from = 0,
                rounds_left = coalesce(CAST(spec -> 'retry' ->> 'rounds' AS integer), 0), error = NULL,
                updated_at = clock_timestamp(), ended_at = NULL
            WHERE id = :job AND tenant = :tenant AND state = ANY(:from)
            RETURNING version, sent - coalesce(
                (SELECT closed FROM status.job_progress WHERE job_id = job.id), 0) AS in_flight
            """;
    private static final String REOPENED = "UPDATE jobs.job SET reopen_from = NULL WHERE id = :job AND run = :run";
    private static final String STATE = "SELECT state FROM jobs.job WHERE id = :job AND tenant = :tenant";

    private final JdbcClient sql;
    private final JdbcTemplate database;
    private final TenantQuota quota;

    ChangeState(JdbcClient sql, JdbcTemplate database, TenantQuota quota) {
        this.sql = sql;
        this.database = database;
        this.quota = quota;
    }

    /**
     * @return the job's new version
     * @throws ProblemException if there is no such job, or its state does not allow the transition
     */
    @Transactional
    public long change(TenantId tenant, JobId job, JobTransition transition) {
        return change(tenant, job, transition, USER);
    }

    /** @param reason of a pause */
    @Transactional
    public long change(TenantId tenant, JobId job, JobTransition transition, String reason) {
        lockProgress(tenant, job);
        long version = transition == JobTransition.RETRY
                ? retry(tenant, job, transition)
                : changeState(tenant, job, transition, reason);
        checkQuota(tenant, transition);
        WebhookEvent.of(transition)
                .ifPresent(event -> within(connection -> WebhookOutbox.enqueue(connection, job, event)));
        if (transition == JobTransition.RESUME) {
            stopIfFailed(job);
        }
        if (transition.to() == JobState.PROCESSING) {
            goOn(job);
        }
        return version;
    }

    private void checkQuota(TenantId tenant, JobTransition transition) {
        if (transition == JobTransition.RETRY) {
            quota.checkOpen(tenant);
        } else if (transition == JobTransition.RESUME) {
            quota.checkSpend(tenant);
        }
    }

    private void lockProgress(TenantId tenant, JobId job) {
        sql.sql(LOCK_PROGRESS).param("job", job.value()).param("tenant", tenant.value()).update();
    }

    /** A call that was in flight at the pause may have failed since, when there was nothing to stop. */
    private void stopIfFailed(JobId job) {
        sql.sql(FAILED_MEANWHILE).param("job", job.value()).query(row -> {
            int number = row.getInt("row");
            String column = row.getString("name");
            String error = row.getString("error");
            within(connection -> JobEnds.stop(connection, job, number, column, error));
        });
    }

    /**
     * All failed cells are open again for this run. Whoever counted the last end before this left the completion to it.
     */
    @Transactional
    public void reopened(TenantId tenant, JobId job, long run) {
        lockProgress(tenant, job);
        if (sql.sql(REOPENED).param("job", job.value()).param("run", run).update() == 1) {
            goOn(job);
        }
    }

    /** The job may have nothing left to do. */
    private void goOn(JobId job) {
        within(connection -> JobEnds.complete(connection, job));
        sql.sql(SchedulerChannel.NOTIFY).query(rows -> {});
    }

    private long changeState(TenantId tenant, JobId job, JobTransition transition, String reason) {
        return sql.sql(CHANGE)
                .param("job", job.value())
                .param("tenant", tenant.value())
                .param("to", transition.to().wireName())
                .param("reason", transition == JobTransition.PAUSE ? reason : null, java.sql.Types.VARCHAR)
                .param("ends", !transition.to().open())
                .param("from", names(transition))
                .query(Long.class)
                .optional()
                .orElseThrow(() -> refusal(tenant, job, transition));
    }

    /** What a retry found. */
    private record Retried(long version, long inFlight) {}

    private long retry(TenantId tenant, JobId job, JobTransition transition) {
        Optional<String> sheet = sql.sql(LOCK_SHEET).param("job", job.value()).query(String.class).optional();
        Retried retried = sql.sql(RETRY)
                .param("job", job.value())
                .param("tenant", tenant.value())
                .param("to", transition.to().wireName())
                .param("from", names(transition))
                .query((row, number) -> new Retried(row.getLong("version"), row.getLong("in_flight")))
                .optional()
                .orElseThrow(() -> refusal(tenant, job, transition));
        if (!sheet.equals(Optional.of("ready"))) {
            throw new ProblemException(Problem.of(ProblemType.TRANSITION_NOT_ALLOWED,
                    "The job's sheet was deleted, so there is nothing that its cells could be found from."));
        }
        if (retried.inFlight() > 0) {
            throw new ProblemException(new Problem(ProblemType.TRANSITION_NOT_ALLOWED,
                    "%,d cells of the last run are still in flight; retry once they have ended."
                            .formatted(retried.inFlight()),
                    null, null, Map.of("inFlight", retried.inFlight())));
        }
        sql.sql(RIVAL).param("job", job.value()).query(UUID.class).optional().ifPresent(rival -> {
            throw new ProblemException(new Problem(ProblemType.COLUMN_IN_USE,
                    "The job %s is filling a column of this one; retry after its end.".formatted(rival), null, null,
                    Map.of("jobId", rival.toString())));
        });
        return retried.version();
    }

    private static String[] names(JobTransition transition) {
        return transition.from().stream().map(JobState::wireName).toArray(String[]::new);
    }

    private interface Statements {
        void run(Connection connection) throws SQLException;
    }

    private void within(Statements statements) {
        database.execute((ConnectionCallback<@Nullable Void>) connection -> {
            statements.run(connection);
            return null;
        });
    }

    private ProblemException refusal(TenantId tenant, JobId job, JobTransition transition) {
        String state = sql.sql(STATE).param("job", job.value()).param("tenant", tenant.value()).query(String.class)
                .optional().orElse("");
        if (state.isEmpty()) {
            return new ProblemException(Problem.notFound());
        }
        String verb = transition.name().toLowerCase(Locale.ROOT);
        return new ProblemException(new Problem(ProblemType.TRANSITION_NOT_ALLOWED,
                "The job is %s; %s needs one that is %s.".formatted(state, verb,
                        String.join(" or ", transition.from().stream().map(JobState::wireName).sorted().toList())),
                null, null, Map.of("state", state, "transition", verb)));
    }
}

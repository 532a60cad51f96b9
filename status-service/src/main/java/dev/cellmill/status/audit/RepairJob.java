package dev.cellmill.status.audit;

import dev.cellmill.common.db.JobEnds;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.status.audit.Counts.ColumnSums;
import dev.cellmill.status.audit.Counts.LaneSums;
import dev.cellmill.status.audit.Counts.StepTasks;
import dev.cellmill.status.audit.Counts.StepTotals;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Stores a recount. It takes the locks of a job's counters in the fold's order and then recounts: a fold that has not
 * committed by then waits for one of them, its cells are not in the recount, and it adds them after. A counter that a
 * fold is just making for the first time may end this in a deadlock, which stores nothing: ask again.
 */
@Component
class RepairJob {
    private static final Logger LOG = LoggerFactory.getLogger(RepairJob.class);

    private static final List<String> LOCKS = List.of(
            "SELECT FROM status.row_progress WHERE job_id = ? ORDER BY row FOR UPDATE",
            "SELECT FROM status.column_progress WHERE job_id = ? ORDER BY col FOR UPDATE",
            "SELECT FROM status.step_progress WHERE job_id = ? ORDER BY col, step FOR UPDATE",
            "SELECT FROM status.lane_progress WHERE job_id = ? ORDER BY lane FOR UPDATE",
            "SELECT FROM status.job_progress WHERE job_id = ? FOR UPDATE");

    private static final String STORE_ROWS = CounterQueries.ROWS + """
            INSERT INTO status.row_progress (job_id, row, tenant, running, done, failed, skipped, cancelled)
            SELECT j.id, d.row, j.tenant, d.running, d.done, d.failed, d.skipped, d.cancelled
            FROM different AS d, jobs.job AS j
            WHERE j.id = ?
            ORDER BY d.row
            ON CONFLICT (job_id, row) DO UPDATE
            SET running = excluded.running, done = excluded.done, failed = excluded.failed, skipped = excluded.skipped,
                cancelled = excluded.cancelled
            """;

    private static final String STORE_COLUMN = """
            INSERT INTO status.column_progress (
                running, done, failed, skipped, cancelled, attempts, input_tokens, output_tokens, cost, saved,
                by_provider, by_memory, by_store, by_coalesced, confidence_sum, confidence_count, col, job_id, tenant)
            SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, j.id, j.tenant FROM jobs.job AS j WHERE j.id = ?
            """;

    /** Steps that no task left have no row; what was learnt of the others stays. */
    private static final String DROP_STEPS = """
            DELETE FROM status.step_progress WHERE job_id = ? AND NOT (col, step) IN (
                SELECT * FROM unnest(?::smallint[], ?::smallint[]))
            """;

    private static final String STORE_STEP = """
            INSERT INTO status.step_progress (
                tasks, col, step, job_id, tenant, calls, input_tokens, output_tokens, cost, call_ms)
            SELECT ?, ?, ?, j.id, j.tenant, 0, 0, 0, 0, 0 FROM jobs.job AS j WHERE j.id = ?
            ON CONFLICT (job_id, col, step) DO UPDATE SET tasks = excluded.tasks
            """;

    /** A column's first step takes what its steps' totals lack, or have too much. */
    private static final String STORE_TOTALS = """
            UPDATE status.step_progress AS p
            SET input_tokens = p.input_tokens + ? - s.input_tokens, cost = p.cost + ? - s.cost,
                output_tokens = p.output_tokens + ? - s.output_tokens
            FROM (SELECT col, min(step) AS step, sum(input_tokens) AS input_tokens,
                    sum(output_tokens) AS output_tokens, sum(cost) AS cost
                FROM status.step_progress WHERE job_id = ? AND col = ? GROUP BY col) AS s
            WHERE p.job_id = ? AND p.col = s.col AND p.step = s.step
            """;

    private static final String STORE_LANE = """
            INSERT INTO status.lane_progress (entered, gone, lane, job_id, tenant)
            SELECT ?, ?, ?, j.id, j.tenant FROM jobs.job AS j WHERE j.id = ?
            """;

    private static final String STORE_JOB = """
            INSERT INTO status.job_progress AS p (closed, ended, completed_rows, spent, fold, updated_at, job_id, tenant)
            SELECT ?, ?, ?, ?, 1, clock_timestamp(), j.id, j.tenant FROM jobs.job AS j WHERE j.id = ?
            ON CONFLICT (job_id) DO UPDATE
            SET closed = excluded.closed, ended = excluded.ended, completed_rows = excluded.completed_rows,
                spent = excluded.spent, fold = p.fold + 1, updated_at = excluded.updated_at
            """;

    private final DataSource database;

    RepairJob(DataSource database) {
        this.database = database;
    }

    /**
     * @return what was found and repaired
     * @throws ProblemException if the tenant has no such job
     */
    Audit repair(TenantId tenant, UUID job) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            DSLContext sql = DSL.using(connection, SQLDialect.POSTGRES);
            var queries = new CounterQueries(sql, job);
            JobPlan plan = queries.plan(tenant).orElseThrow(() -> new ProblemException(Problem.notFound()));
            LOCKS.forEach(lock -> sql.fetch(lock, job));
            var audit = Audit.of(job, queries.stored(), queries.recounted(plan), queries.rowsThatDiffer());
            if (!audit.equal()) {
                LOG.error("counters of job {} did not equal its cells and are set to the recount; they were {}", job,
                        audit.stored());
                store(sql, job, audit.recounted());
                JobEnds.complete(connection, new JobId(job));
            }
            connection.commit();
            return audit;
        }
    }

    private static void store(DSLContext sql, UUID job, Counts counts) {
        sql.execute(STORE_ROWS, job, job, job);
        sql.execute("DELETE FROM status.column_progress WHERE job_id = ?", job);
        for (ColumnSums column : counts.columns()) {
            sql.execute(STORE_COLUMN, column.running(), column.done(), column.failed(), column.skipped(),
                    column.cancelled(), column.attempts(), column.inputTokens(), column.outputTokens(), column.cost(),
                    column.saved(), column.byProvider(), column.byMemory(), column.byStore(), column.byCoalesced(),
                    column.confidenceSum(), column.confidenceCount(), column.column(), job);
        }
        storeSteps(sql, job, counts);
        sql.execute("DELETE FROM status.lane_progress WHERE job_id = ?", job);
        for (LaneSums lane : counts.lanes()) {
            sql.execute(STORE_LANE, lane.entered(), lane.gone(), lane.lane(), job);
        }
        sql.execute(STORE_JOB, counts.closed(), counts.ended(), counts.completedRows(), counts.spent(), job);
    }

    private static void storeSteps(DSLContext sql, UUID job, Counts counts) {
        sql.execute(DROP_STEPS, job, counts.steps().stream().map(StepTasks::column).toArray(Integer[]::new),
                counts.steps().stream().map(StepTasks::step).toArray(Integer[]::new));
        for (StepTasks step : counts.steps()) {
            sql.execute(STORE_STEP, step.tasks(), step.column(), step.step(), job);
        }
        for (StepTotals totals : counts.stepTotals()) {
            sql.execute(STORE_TOTALS, totals.inputTokens(), totals.cost(), totals.outputTokens(), job, totals.column(),
                    job);
        }
    }
}

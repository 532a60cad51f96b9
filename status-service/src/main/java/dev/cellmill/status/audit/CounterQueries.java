package dev.cellmill.status.audit;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.status.audit.Counts.ColumnSums;
import dev.cellmill.status.audit.Counts.LaneSums;
import dev.cellmill.status.audit.Counts.StepTasks;
import dev.cellmill.status.audit.Counts.StepTotals;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;

/** Counters as stored, and as the cells have them. */
final class CounterQueries {
    private static final String STORED_COLUMNS = """
            SELECT col, running, done, failed, skipped, cancelled, attempts, input_tokens, output_tokens, cost, saved,
                by_provider, by_memory, by_store, by_coalesced, confidence_sum, confidence_count
            FROM status.column_progress
            WHERE job_id = ?
            ORDER BY col
            """;

    private static final String RECOUNTED_COLUMNS = """
            SELECT col,
                count(*) FILTER (WHERE state = 1), count(*) FILTER (WHERE state = 2),
                count(*) FILTER (WHERE state = 3), count(*) FILTER (WHERE state = 4),
                count(*) FILTER (WHERE state = 5),
                sum(attempts)::bigint, sum(input_tokens)::bigint, sum(output_tokens)::bigint, sum(cost)::bigint,
                sum(saved)::bigint,
                count(*) FILTER (WHERE state = 2 AND served_by = 0),
                count(*) FILTER (WHERE state = 2 AND served_by = 1),
                count(*) FILTER (WHERE state = 2 AND served_by = 2),
                count(*) FILTER (WHERE state = 2 AND served_by = 3),
                coalesce(sum(confidence::float8) FILTER (WHERE state = 2), 0),
                count(confidence) FILTER (WHERE state = 2)
            FROM status.cell
            WHERE job_id = ?
            GROUP BY col
            ORDER BY col
            """;

    /** An account's last bit says hopped, the seven before it the step. A task that hopped and closed left once. */
    private static final String RECOUNTED_TASKS = """
            SELECT col, (account >> 1) & 127,
                count(*) FILTER (WHERE account & 1 = 1),
                count(*) FILTER (WHERE account & 1 = 0 OR NOT account - 1 = ANY (accounts))
            FROM status.cell, unnest(accounts) AS account
            WHERE job_id = ?
            GROUP BY 1, 2
            ORDER BY 1, 2
            """;

    private static final String RECOUNTED_CLOSED = """
            SELECT coalesce(sum((
                SELECT count(DISTINCT account >> 8) FROM unnest(accounts) AS account WHERE account & 1 = 0)), 0)::bigint
            FROM status.cell
            WHERE job_id = ?
            """;

    private static final String RECOUNTED_ROWS = """
            SELECT count(*) FROM (
                SELECT FROM status.cell
                WHERE job_id = ? AND state IN (2, 3, 4, 5)
                GROUP BY row
                HAVING count(*) = ?)
            """;

    /** Masks of each row as its cells have them, beside those stored; a row without a set bit may be absent. */
    static final String ROWS = """
            WITH recounted AS (
                SELECT row,
                    coalesce(bit_or(1::bigint << col) FILTER (WHERE state = 1), 0) AS running,
                    coalesce(bit_or(1::bigint << col) FILTER (WHERE state = 2), 0) AS done,
                    coalesce(bit_or(1::bigint << col) FILTER (WHERE state = 3), 0) AS failed,
                    coalesce(bit_or(1::bigint << col) FILTER (WHERE state = 4), 0) AS skipped,
                    coalesce(bit_or(1::bigint << col) FILTER (WHERE state = 5), 0) AS cancelled
                FROM status.cell
                WHERE job_id = ?
                GROUP BY row),
            stored AS (SELECT * FROM status.row_progress WHERE job_id = ?),
            different AS (
                SELECT row, coalesce(r.running, 0) AS running, coalesce(r.done, 0) AS done,
                    coalesce(r.failed, 0) AS failed, coalesce(r.skipped, 0) AS skipped,
                    coalesce(r.cancelled, 0) AS cancelled
                FROM recounted AS r FULL JOIN stored AS s USING (row)
                WHERE (coalesce(r.running, 0), coalesce(r.done, 0), coalesce(r.failed, 0), coalesce(r.skipped, 0),
                        coalesce(r.cancelled, 0))
                    <> (coalesce(s.running, 0), coalesce(s.done, 0), coalesce(s.failed, 0), coalesce(s.skipped, 0),
                        coalesce(s.cancelled, 0)))
            """;

    private final DSLContext sql;
    private final UUID job;

    CounterQueries(DSLContext sql, UUID job) {
        this.sql = sql;
        this.job = job;
    }

    /** Empty where the tenant has no such job; all else that is read goes by the job alone. */
    Optional<JobPlan> plan(TenantId tenant) {
        return sql.fetchOptional("SELECT plan::text FROM jobs.job WHERE id = ? AND tenant = ?", job, tenant.value())
                .map(row -> Json.MAPPER.readValue(row.get(0, String.class), JobPlan.class));
    }

    /** Of columns that a task left. */
    private static final String STORED_TOTALS = """
            SELECT col, sum(input_tokens)::bigint, sum(output_tokens)::bigint, sum(cost)::bigint
            FROM status.step_progress
            WHERE job_id = ?
            GROUP BY col
            ORDER BY col
            """;

    private static final String RECOUNTED_TOTALS = """
            SELECT col, sum(input_tokens)::bigint, sum(output_tokens)::bigint, sum(cost)::bigint
            FROM status.cell
            WHERE job_id = ? AND cardinality(accounts) > 0
            GROUP BY col
            ORDER BY col
            """;

    private List<StepTotals> totals(String query) {
        return sql.fetch(query, job).map(row -> new StepTotals(row.get(0, Integer.class), row.get(1, Long.class),
                row.get(2, Long.class), row.get(3, Long.class)));
    }

    private List<StepTasks> storedTasks() {
        return sql.fetch("SELECT col, step, tasks FROM status.step_progress WHERE job_id = ? ORDER BY col, step", job)
                .map(row -> new StepTasks(row.get(0, Integer.class), row.get(1, Integer.class),
                        row.get(2, Long.class)));
    }

    private static List<StepTasks> recountedTasks(Result<Record> tasks) {
        return tasks.map(row -> new StepTasks(row.get(0, Integer.class), row.get(1, Integer.class),
                row.get(3, Long.class)));
    }

    Counts stored() {
        List<LaneSums> lanes = sql.fetch(
                "SELECT lane, entered, gone FROM status.lane_progress WHERE job_id = ?", job)
                .map(row -> new LaneSums(row.get(0, String.class), row.get(1, Long.class), row.get(2, Long.class)));
        return sql
                .fetchOptional("SELECT closed, ended, completed_rows, spent FROM status.job_progress WHERE job_id = ?",
                        job)
                .map(row -> new Counts(columns(STORED_COLUMNS), storedTasks(), totals(STORED_TOTALS), sorted(lanes),
                        row.get(0, Long.class),
                        row.get(1, Long.class), row.get(2, Long.class), row.get(3, Long.class)))
                .orElseGet(() -> new Counts(columns(STORED_COLUMNS), storedTasks(), totals(STORED_TOTALS),
                        sorted(lanes), 0, 0, 0, 0));
    }

    Counts recounted(JobPlan plan) {
        List<ColumnSums> columns = columns(RECOUNTED_COLUMNS);
        long ended = columns.stream()
                .mapToLong(column -> column.done() + column.failed() + column.skipped() + column.cancelled()).sum();
        long closed = sql.fetchSingle(RECOUNTED_CLOSED, job).get(0, Long.class);
        long rows = sql.fetchSingle(RECOUNTED_ROWS, job, plan.columns().size()).get(0, Long.class);
        Result<Record> tasks = sql.fetch(RECOUNTED_TASKS, job);
        return new Counts(columns, recountedTasks(tasks), totals(RECOUNTED_TOTALS), lanes(plan, tasks), closed, ended,
                rows, columns.stream().mapToLong(ColumnSums::cost).sum());
    }

    long rowsThatDiffer() {
        return sql.fetchSingle(ROWS + "SELECT count(*) FROM different", job, job).get(0, Long.class);
    }

    /** The plan knows the lane of each step, so a cell's accounts say which lanes its tasks left and entered. */
    private static List<LaneSums> lanes(JobPlan plan, Result<Record> tasks) {
        Map<String, LaneSums> lanes = new TreeMap<>();
        tasks.forEach(row -> {
            List<PlannedStep> steps = plan.columns().get(row.get(0, Integer.class)).steps();
            int step = row.get(1, Integer.class);
            long hopped = row.get(2, Long.class);
            add(lanes, lane(steps, step), 0, row.get(3, Long.class));
            if (hopped > 0) {
                add(lanes, lane(steps, step + 1), hopped, 0);
            }
        });
        return List.copyOf(lanes.values());
    }

    private static String lane(List<PlannedStep> steps, int step) {
        return step < steps.size() ? steps.get(step).lane() : "no step " + step;
    }

    private static void add(Map<String, LaneSums> lanes, String lane, long entered, long gone) {
        lanes.merge(lane, new LaneSums(lane, entered, gone), (one, other) -> new LaneSums(lane,
                one.entered() + other.entered(), one.gone() + other.gone()));
    }

    private static List<LaneSums> sorted(List<LaneSums> lanes) {
        return lanes.stream().sorted(java.util.Comparator.comparing(LaneSums::lane)).toList();
    }

    private List<ColumnSums> columns(String query) {
        return sql.fetch(query, job).map(row -> new ColumnSums(row.get(0, Integer.class), row.get(1, Long.class),
                row.get(2, Long.class), row.get(3, Long.class), row.get(4, Long.class), row.get(5, Long.class),
                row.get(6, Long.class), row.get(7, Long.class), row.get(8, Long.class), row.get(9, Long.class),
                row.get(10, Long.class), row.get(11, Long.class), row.get(12, Long.class), row.get(13, Long.class),
                row.get(14, Long.class), row.get(15, Double.class), row.get(16, Long.class)));
    }
}

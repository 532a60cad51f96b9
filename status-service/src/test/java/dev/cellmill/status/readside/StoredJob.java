package dev.cellmill.status.readside;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.state.CellState;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A job in the database, begun an hour before the server's now. */
public record StoredJob(JdbcClient database, UUID id, long run, List<String> columns) {

    static StoredJob insert(StoredSheet sheet, long run, String state, int firstRow, int endRow, List<String> columns) {
        var job = new StoredJob(sheet.database(), JobId.next().value(), run, columns);
        sheet.database().sql("""
                INSERT INTO jobs.job (id, tenant, sheet_id, name, labels, state, version, run, priority, columns,
                    first_row, end_row, total_cells, sent, spec, plan, created_by, created_at, updated_at, started_at)
                SELECT :id, s.tenant, s.id, 'Qualify leads', '{}', :state, 1, :run, 'normal', :columns,
                    :first, :end, :total, 0, '{}', '{}', 'test', now(), now(), '2026-01-01T00:00:00Z'
                FROM intake.sheet s WHERE s.id = :sheet
                """).param("id", job.id).param("sheet", sheet.id()).param("state", state).param("run", run)
                .param("columns", columns.toArray(String[]::new)).param("first", firstRow).param("end", endRow)
                .param("total", (endRow - firstRow) * columns.size()).update();
        return job;
    }

    /** A done cell; value as JSON. */
    public StoredJob done(int row, String column, @Nullable String value) {
        return cell(row, column, CellState.DONE, value, null);
    }

    public StoredJob failed(int row, String column, String code) {
        return cell(row, column, CellState.FAILED, null, """
                {"code": "%s", "message": "it said no", "retryable": false, "attempts": 1}""".formatted(code));
    }

    public StoredJob skipped(int row, String column) {
        return cell(row, column, CellState.SKIPPED, null, null);
    }

    /** One that came back to the queue. */
    public StoredJob queued(int row, String column) {
        return cell(row, column, CellState.QUEUED, null, null);
    }

    public StoredJob running(int row, String column) {
        return cell(row, column, CellState.RUNNING, null, null);
    }

    private StoredJob cell(int row, String column, CellState state, @Nullable String value, @Nullable String error) {
        database.sql("""
                INSERT INTO status.cell (job_id, row, col, tenant, run, dispatch, step, state, value, provider,
                    confidence, served_by, fingerprint, error, attempts, input_tokens, output_tokens, cost, saved,
                    latency_ms, accounts, started_at)
                SELECT :job, :row, :col, j.tenant, j.run, 1, 0, :state, :value::jsonb, 'gpt',
                    CASE WHEN :state = 2 THEN 0.9 END, CASE WHEN :state = 2 THEN 0 END,
                    '00000000-0000-0001-0000-000000000002', :error::jsonb, 1, 10, 2, 20000, 0, 1500, '{}',
                    '2026-01-01T00:59:58Z'
                FROM jobs.job j WHERE j.id = :job
                """).param("job", id).param("row", row).param("col", columns.indexOf(column))
                .param("state", state.code()).param("value", value).param("error", error).update();
        return this;
    }

    /** Counters as the fold would have them, from the cells. */
    public void count() {
        database.sql("""
                INSERT INTO status.row_progress
                SELECT job_id, row, min(tenant), %s FROM status.cell WHERE job_id = :job GROUP BY job_id, row
                """.formatted(masks())).param("job", id).update();
        database.sql("""
                INSERT INTO status.column_progress
                SELECT job_id, col, min(tenant), count(*) FILTER (WHERE state = 1), count(*) FILTER (WHERE state = 2),
                    count(*) FILTER (WHERE state = 3), 0, 0, sum(attempts), sum(input_tokens), sum(output_tokens),
                    sum(cost), sum(saved), count(*) FILTER (WHERE served_by = 0), 0, 0, 0,
                    coalesce(sum(confidence), 0), count(confidence)
                FROM status.cell WHERE job_id = :job GROUP BY job_id, col
                """).param("job", id).update();
        database.sql("""
                INSERT INTO status.job_progress
                SELECT job_id, min(tenant), 0, count(*) FILTER (WHERE state > 1), 0, 1, now()
                FROM status.cell WHERE job_id = :job GROUP BY job_id
                """).param("job", id).update();
    }

    private static String masks() {
        return String.join(", ", List.of(1, 2, 3, 4, 5).stream()
                .map(state -> "coalesce(bit_or(1::bigint << col) FILTER (WHERE state = " + state + "), 0)").toList());
    }
}

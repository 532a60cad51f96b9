package dev.cellmill.benchmark;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.ProviderFamily;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** A job as submission leaves it in the database, for benchmarks of a part that has no submission. */
final class BenchTables {
    static final long RUN = 1;

    private static final String INSERT_SHEET = """
            INSERT INTO intake.sheet (id, tenant, name, columns, row_count, byte_count, state, written_at, created_at)
            VALUES (?, 'default', 'bench', '{id}', ?, 0, 'ready', now(), now())
            """;
    private static final String INSERT_JOB = """
            INSERT INTO jobs.job (id, tenant, sheet_id, name, labels, state, version, run, priority, columns, first_row, end_row,
                                  total_cells, sent, spec, plan, created_by, created_at, updated_at, started_at)
            VALUES (?, 'default', ?, 'bench', '{}', 'processing', 1, ?, 'normal', ?, 0, ?, ?, ?, '{}', ?::jsonb, 'bench', now(), now(), now())
            """;
    private static final String ENDED = "SELECT ended FROM status.job_progress WHERE job_id = ?";

    private BenchTables() {}

    static void insertJob(DataSource database, SheetId sheet, JobId job, int rows, int columns) throws SQLException {
        try (var connection = database.getConnection();
                var insertSheet = connection.prepareStatement(INSERT_SHEET);
                var insertJob = connection.prepareStatement(INSERT_JOB)) {
            insertSheet.setObject(1, sheet.value());
            insertSheet.setInt(2, rows);
            insertSheet.execute();
            JobPlan plan = plan(columns);
            insertJob.setObject(1, job.value());
            insertJob.setObject(2, sheet.value());
            insertJob.setLong(3, RUN);
            insertJob.setArray(4,
                    connection.createArrayOf("text", plan.columns().stream().map(PlannedColumn::name).toArray()));
            insertJob.setInt(5, rows);
            insertJob.setLong(6, (long) rows * columns);
            insertJob.setLong(7, (long) rows * columns);
            insertJob.setString(8, Json.MAPPER.writeValueAsString(plan));
            insertJob.execute();
        }
    }

    static long ended(DataSource database, JobId job) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(ENDED)) {
            statement.setObject(1, job.value());
            try (var rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }

    private static JobPlan plan(int columns) {
        var step = new PlannedStep("instant", "instant", ProviderFamily.LOCAL, "", null, null, null,
                Map.of("text", "{{id}}"), Map.of(),
                null, null, null, Duration.ofSeconds(90), 1, Duration.ofSeconds(1), List.of("id"));
        return new JobPlan(
                IntStream.range(0, columns)
                        .mapToObj(i -> new PlannedColumn(i, "filled" + i, OutputType.TEXT, List.of(step), List.of(), 0))
                        .toList(),
                Map.of());
    }
}

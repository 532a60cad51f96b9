package dev.cellmill.status.fold;

import dev.cellmill.common.db.Schema;
import dev.cellmill.common.db.TenantConnections;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.status.audit.Audits;
import dev.cellmill.testkit.Backends;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** A database with jobs in it, and a fold on it that may do no more there than status-service. */
final class FoldDatabase {
    /** Waterfalls of the test's jobs have so many steps, in lanes as {@link CellHistories#lane} names them. */
    private static final int STEPS = 4;

    final DataSource source = Backends.newDatabase().dataSource();
    final DSLContext sql = DSL.using(source, SQLDialect.POSTGRES);
    final AtomicInteger wakes = new AtomicInteger();
    /** Connections that the fold was refused. */
    final AtomicInteger refusals = new AtomicInteger();
    /** Jobs that the fold completed, each as often as it was told. */
    final List<JobId> completed = new CopyOnWriteArrayList<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final FoldBatch batch;

    FoldDatabase() {
        this((database, _) -> database);
    }

    /** @param path what lies between the fold and the database; it reports each connection that it refuses */
    FoldDatabase(BiFunction<DataSource, Runnable, DataSource> path) {
        Schema.migrate(source);
        batch = new FoldBatch(path.apply(new TenantConnections(source, "cellmill_status"), refusals::incrementAndGet),
                new JobFactsReader(), wakes::incrementAndGet, new FoldMeters(meters, provider -> "test"),
                (job, _, _) -> completed.add(job));
    }

    /** A job over rows 0 to {@code rows}, its columns depending on those that each list names. */
    JobId newJob(int rows, List<List<Integer>> dependencies) {
        return newJob(JobId.next(), rows, dependencies);
    }

    JobId newJob(JobId job, int rows, List<List<Integer>> dependencies) {
        sql.execute("""
                INSERT INTO jobs.job (id, tenant, sheet_id, name, labels, state, version, run, priority, columns,
                    first_row, end_row, total_cells, sent, spec, plan, created_by, created_at,
                    updated_at)
                VALUES (?, 'acme', ?, 'test', '{}', 'processing', 1, 1, 'normal', '{}', 0, ?, ?, 0, '{}', ?::jsonb, 'test',
                    now(), now())
                """, job.value(), JobId.next().value(), rows, (long) rows * dependencies.size(),
                plan(dependencies));
        return job;
    }

    /** Of columns that depend on those that each list names, as it is stored. */
    static String plan(List<List<Integer>> dependencies) {
        List<PlannedColumn> columns = new ArrayList<>();
        for (int i = 0; i < dependencies.size(); i++) {
            List<Integer> inputs = dependencies.get(i);
            int stage = inputs.stream().mapToInt(input -> columns.get(input).stage() + 1).max().orElse(0);
            columns.add(new PlannedColumn(i, "column" + i, OutputType.TEXT,
                    IntStream.range(0, STEPS).mapToObj(FoldDatabase::step).toList(), inputs, stage));
        }
        return Json.MAPPER.writeValueAsString(new JobPlan(columns, Map.of()));
    }

    /** Columns that depend on none. */
    JobId newJob(int rows, int columns) {
        return newJob(rows, IntStream.range(0, columns).mapToObj(_ -> List.<Integer>of()).toList());
    }

    private static PlannedStep step(int number) {
        return new PlannedStep("provider", CellHistories.lane(number), ProviderFamily.LOCAL, "hash", null, null, null,
                Map.of(), Map.of(), null, null, null, Duration.ofSeconds(1), 1, Duration.ofSeconds(1), List.of());
    }

    void removeJobs() {
        sql.execute(
                "TRUNCATE jobs.job, jobs.ready, status.waiting_end, status.cell_output_chunk, status.cell, status.row_progress, status.column_progress,"
                        + " status.step_progress, status.lane_progress, status.job_progress");
    }

    String audit(JobId job) throws SQLException {
        return Audits.of(source, job.value());
    }

    Record job(JobId job) {
        return sql.fetchSingle("SELECT * FROM jobs.job WHERE id = ?", job.value());
    }

    Record jobProgress(JobId job) {
        return sql.fetchSingle("SELECT * FROM status.job_progress WHERE job_id = ?", job.value());
    }
}

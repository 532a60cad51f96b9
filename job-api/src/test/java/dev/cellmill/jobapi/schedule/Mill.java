package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.db.Schema;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.kafka.KafkaSettings;
import dev.cellmill.common.kafka.TopicCreator;
import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.trace.Traces;
import dev.cellmill.testkit.Backends;
import dev.cellmill.testkit.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/** A database of its own with sheets and jobs, as many schedulers on it as a test wants, and lanes of its own. */
final class Mill implements AutoCloseable {
    private final TestDatabase database = Backends.newDatabase();
    private final JdbcClient sql;
    private final DefaultKafkaProducerFactory<byte[], byte[]> producers = new DefaultKafkaProducerFactory<>(Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, Backends.kafkaBootstrap(),
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
            ProducerConfig.LINGER_MS_CONFIG, 3));
    private final List<LaneSchedulers> schedulers = new ArrayList<>();

    Mill() {
        Schema.migrate(database.dataSource());
        sql = JdbcClient.create(database.dataSource());
        topic(Topics.newEvents((short) 1));
    }

    JdbcClient sql() {
        return sql;
    }

    /** Made as the product makes it: ready when its leaders answer. */
    private static void topic(NewTopic topic) {
        var admin = new KafkaAdmin(Map.of("bootstrap.servers", Backends.kafkaBootstrap()));
        new TopicCreator(admin, new KafkaSettings((short) 1)).create(List.of(topic));
    }

    /** A lane that no other test uses, with its topic. */
    static String newLane() {
        String lane = "t" + UUID.randomUUID().toString().substring(0, 13);
        topic(Topics.newTasks(lane, (short) 1));
        return lane;
    }

    OwnConnections connections() {
        return new OwnConnections(database.url(), database.user(), database.password(), "cellmill_job_api");
    }

    SchedulerParts parts() {
        return parts(producers, new LiveWorkers(System::nanoTime));
    }

    SchedulerParts parts(ProducerFactory<byte[], byte[]> through, LiveWorkers workers) {
        return new SchedulerParts(connections(), new CellSender(through, Clock.systemUTC(), Traces.OFF), workers,
                new LaterLanes(256), lane -> 0, lane -> Set.of(), lane -> {}, new ScheduleSettings(256, 200_000),
                new SchedulerMeters(new SimpleMeterRegistry()),
                System::nanoTime);
    }

    /** One more replica's scheduler, started. */
    LaneSchedulers schedule() {
        var one = new LaneSchedulers(sql, parts());
        schedulers.add(one);
        one.start();
        return one;
    }

    SheetId sheet(int rows) {
        var sheet = SheetId.next();
        sql.sql("""
                INSERT INTO intake.sheet (id, tenant, name, columns, row_count, byte_count, state, written_at, created_at)
                VALUES (:id, 'default', 'contacts', '{name,phone}', :rows, :rows * 20, 'ready', now(), now())
                """).param("id", sheet.value()).param("rows", rows).update();
        sql.sql("""
                INSERT INTO intake.sheet_row (sheet_id, row, tenant, input)
                SELECT :id, n, 'default', jsonb_build_array('name ' || n, 1000 + n)
                FROM generate_series(0, :rows - 1) AS n
                """).param("id", sheet.value()).param("rows", rows).update();
        return sheet;
    }

    static PlannedStep step(String lane, String... references) {
        return new PlannedStep("test", lane, ProviderFamily.LOCAL, "hash", null, null, null, Map.of(), Map.of(), null,
                null, null, Duration.ofSeconds(1), 1, Duration.ofSeconds(1), List.of(references));
    }

    static PlannedColumn column(int index, String name, List<Integer> dependsOn, int stage, PlannedStep... steps) {
        return new PlannedColumn(index, name, OutputType.TEXT, List.of(steps), dependsOn, stage);
    }

    static PlannedColumn column(int index, String name, String lane) {
        return column(index, name, List.of(), 0, step(lane, "name", "phone"));
    }

    JobId job(SheetId sheet, int rows, PlannedColumn... columns) {
        return new Draft(sheet, rows, List.of(columns)).submit();
    }

    Draft draft(SheetId sheet, int rows, PlannedColumn... columns) {
        return new Draft(sheet, rows, List.of(columns));
    }

    /** A job before its submission. */
    final class Draft {
        private final SheetId sheet;
        private final int rows;
        private final List<PlannedColumn> columns;
        private String tenant = "default";
        private String priority = "normal";
        private Integer concurrency;

        private Draft(SheetId sheet, int rows, List<PlannedColumn> columns) {
            this.sheet = sheet;
            this.rows = rows;
            this.columns = columns;
        }

        Draft tenant(String value) {
            tenant = value;
            return this;
        }

        Draft priority(String value) {
            priority = value;
            return this;
        }

        Draft concurrency(int value) {
            concurrency = value;
            return this;
        }

        JobId submit() {
            var job = JobId.next();
            var byLane = new TreeMap<String, List<Short>>();
            columns.stream().filter(column -> column.stage() == 0).forEach(column -> byLane
                    .computeIfAbsent(column.firstLane(), lane -> new ArrayList<>()).add((short) column.index()));
            byLane.forEach((lane, places) -> sql.sql("""
                    INSERT INTO jobs.dispatch (job_id, lane, tenant, columns, next_cell, end_cell, sent)
                    VALUES (:job, :lane, :tenant, :columns, 0, :cells, 0)
                    """).param("job", job.value()).param("lane", lane).param("tenant", tenant)
                    .param("columns", places.toArray(Short[]::new)).param("cells", rows * places.size()).update());
            sql.sql("""
                    INSERT INTO jobs.job (id, tenant, sheet_id, name, labels, state, version, run, priority, concurrency,
                        columns, first_row, end_row, total_cells, sent, spec, plan, created_by, created_at, updated_at)
                    VALUES (:id, :tenant, :sheet, 'test', '{}', 'processing', 7, nextval('jobs.run'), :priority,
                        :concurrency, :columns, 0, :rows, :cells, 0, '{}', CAST(:plan AS jsonb), 'test', now(), now())
                    """).param("id", job.value()).param("tenant", tenant).param("sheet", sheet.value())
                    .param("priority", priority).param("concurrency", concurrency, java.sql.Types.INTEGER)
                    .param("columns", columns.stream().map(PlannedColumn::name).toArray(String[]::new))
                    .param("rows", rows).param("cells", rows * columns.size())
                    .param("plan", Json.MAPPER.writeValueAsString(new JobPlan(columns, Map.of()))).update();
            sql.sql("NOTIFY cellmill_scheduler").update();
            return job;
        }
    }

    void ready(JobId job, int row, int column, String lane, int dispatch) {
        sql.sql("""
                INSERT INTO jobs.ready (job_id, row, col, tenant, lane, run, dispatch, step)
                SELECT id, :row, :col, tenant, :lane, run, :dispatch, 0 FROM jobs.job WHERE id = :job
                """).param("job", job.value()).param("row", row).param("col", column).param("lane", lane)
                .param("dispatch", dispatch).update();
    }

    /** A cell as the fold leaves it. */
    void ended(JobId job, int row, int column, int state, String value, String skipReason) {
        sql.sql("""
                INSERT INTO status.cell (job_id, row, col, tenant, run, dispatch, step, state, value, skip_reason, attempts,
                    input_tokens, output_tokens, cost, saved, latency_ms, accounts)
                SELECT id, :row, :col, tenant, run, 1, 0, :state, CAST(:value AS jsonb), :reason, 1, 0, 0, 0, 0, 0, '{}'
                FROM jobs.job WHERE id = :job
                """).param("job", job.value()).param("row", row).param("col", column).param("state", state)
                .param("value", value, java.sql.Types.VARCHAR).param("reason", skipReason, java.sql.Types.VARCHAR)
                .update();
    }

    /** What the fold counts when so many tasks of the job left the lane. */
    void gone(JobId job, String lane, int cells) {
        sql.sql("""
                INSERT INTO status.job_progress (job_id, tenant, closed, ended, completed_rows, fold, updated_at)
                VALUES (:job, 'default', :cells, :cells, 0, 1, now())
                ON CONFLICT (job_id) DO UPDATE SET closed = job_progress.closed + excluded.closed
                """).param("job", job.value()).param("cells", cells).update();
        sql.sql("""
                INSERT INTO status.lane_progress (job_id, lane, tenant, entered, gone)
                VALUES (:job, :lane, 'default', 0, :cells)
                ON CONFLICT (job_id, lane) DO UPDATE SET gone = lane_progress.gone + excluded.gone
                """).param("job", job.value()).param("lane", lane).param("cells", cells).update();
        sql.sql("NOTIFY cellmill_scheduler").update();
    }

    long number(String query, JobId job) {
        return sql.sql(query).param("job", job.value()).query(Long.class).single();
    }

    LaneSession lockedSession(String lane) throws SQLException {
        var session = LaneSession.open(lane, connections());
        if (!session.tryLock()) {
            throw new IllegalStateException("another holds lane " + lane);
        }
        return session;
    }

    @Override
    public void close() {
        schedulers.forEach(LaneSchedulers::stop);
        producers.destroy();
    }
}

package dev.cellmill.status.live;

import dev.cellmill.common.access.KeyText;
import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.kafka.CellRecords;
import dev.cellmill.common.message.Answer;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.OutputChunk;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.message.Usage;
import dev.cellmill.status.StatusServiceApplication;
import dev.cellmill.status.fold.FoldedJob;
import dev.cellmill.testkit.Backends;
import dev.cellmill.testkit.TestDatabase;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.node.StringNode;

/** The whole service, with a producer that plays the workers. */
final class LiveServer implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final KafkaTemplate<byte[], byte[]> workers;
    private final JdbcClient database;

    @SuppressWarnings("unchecked")
    LiveServer() {
        TestDatabase fresh = Backends.newDatabase();
        context = new SpringApplicationBuilder(StatusServiceApplication.class).run(
                "--spring.config.name=cellmill,status-service", "--server.port=0",
                "--spring.datasource.url=" + fresh.url(), "--spring.datasource.username=" + fresh.user(),
                "--spring.datasource.password=" + fresh.password(),
                "--spring.kafka.bootstrap-servers=" + Backends.kafkaBootstrap());
        workers = context.getBean(KafkaTemplate.class);
        database = JdbcClient.create(fresh.dataSource());
    }

    int port() {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    KeyText newKey(String tenant) {
        KeyText key = KeyText.next();
        database.sql(
                "INSERT INTO access.api_key (id, tenant, secret_hash, created_at) VALUES (:id, :tenant, :hash, now())")
                .param("id", key.id()).param("tenant", tenant).param("hash", key.secretHash()).update();
        return key;
    }

    void revoke(KeyText key) {
        database.sql("UPDATE access.api_key SET revoked_at = now() WHERE id = :id").param("id", key.id()).update();
    }

    /** A job of one column, {@code size}. */
    Job newJob(String tenant, int rows) {
        var job = new Job(new SheetId(UUID.randomUUID()), JobId.next());
        database.sql("""
                INSERT INTO jobs.job (id, tenant, sheet_id, name, labels, state, version, run, priority, columns,
                    first_row, end_row, total_cells, sent, spec, plan, created_by, created_at, updated_at, started_at)
                VALUES (:id, :tenant, :sheet, 'Live', '{}', 'processing', 1, 1, 'normal', '{size}', 0, :rows, :rows, 0,
                    '{}', :plan::jsonb, 'test', now(), now(), now())
                """).param("id", job.id().value()).param("tenant", tenant).param("sheet", job.sheet().value())
                .param("rows", rows).param("plan", FoldedJob.plan(1)).update();
        return job;
    }

    @Override
    public void close() {
        context.close();
    }

    /** What workers report of its cells. */
    final class Job {
        private static final String LANE = "ai";
        private final SheetId sheet;
        private final JobId id;

        private Job(SheetId sheet, JobId id) {
            this.sheet = sheet;
            this.id = id;
        }

        SheetId sheet() {
            return sheet;
        }

        JobId id() {
            return id;
        }

        void started(int row, int dispatch) {
            send(CellRecords.of(new CellEvent.Started(cell(row), at(dispatch), LANE, Instant.now(), "gpt")));
        }

        void wrote(int row, int dispatch, int attempt, long offset, String text) {
            send(CellRecords.of(new OutputChunk(cell(row), at(dispatch), attempt, OutputChunk.Stream.ANSWER, 0, offset,
                    text, null, Instant.now())));
        }

        void done(int row, int dispatch, String value) {
            send(CellRecords.of(new CellEvent.Done(cell(row), at(dispatch), LANE, Instant.now(),
                    new Answer(StringNode.valueOf(value), "gpt", "mini", 0.5, 0, false, ServedBy.PROVIDER,
                            new Fingerprint(row, dispatch)),
                    new Usage(1, 10, 2, 20_000, 0, 1_500), null)));
        }

        private void send(ProducerRecord<byte[], byte[]> message) {
            workers.send(message).join();
        }

        private CellAddress cell(int row) {
            return new CellAddress(TenantId.DEFAULT, sheet, id, row, 0, "size");
        }

        private static Position at(int dispatch) {
            return new Position(1, dispatch, 0);
        }
    }
}

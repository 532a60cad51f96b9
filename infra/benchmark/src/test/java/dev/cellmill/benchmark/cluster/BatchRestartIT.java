package dev.cellmill.benchmark.cluster;

import static dev.cellmill.benchmark.cluster.BatchClient.chats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams.Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A batch survives the death of its server wherever that comes: while it is validated, while it runs, while it is written down. */
class BatchRestartIT {
    private static final int REQUESTS = 400;
    private static final List<String> MODEL = List.of("--latency", "100");
    private static final String PROVIDERS = """
            providers:
              model:
                kind: openai
                baseUrl: %s/v1
                models: {m: {}}
                limits: {concurrency: 10}
            """;

    @TempDir
    private static Path folder;

    @Test
    void aBatchWhoseServerDiesThriceIsWholeInTheEnd() throws Exception {
        try (var cluster = Cluster.start(folder, 1, MODEL, PROVIDERS::formatted);
                var client = new BatchClient(cluster.client().server().toString())) {
            String file = client.upload("questions", chats(REQUESTS, i -> "q" + i)).id();
            String id;
            // nobody can begin a sheet, so it stays where it is
            try (Connection _ = locked(cluster, "intake.sheet")) {
                id = client.run(file, Endpoint.V1_CHAT_COMPLETIONS).id();
                dies(cluster, () -> isWaiting(cluster));
            }
            revived(cluster);
            await().atMost(BatchClient.PATIENCE)
                    .until(() -> client.batch(id).requestCounts().orElseThrow().completed() > 20);
            assertThat(client.batch(id).status()).isEqualTo(Batch.Status.IN_PROGRESS);
            cluster.killServer();
            cluster.startServer();
            // nor a file, once the job has ended
            try (Connection _ = locked(cluster, "intake.file")) {
                await().atMost(BatchClient.PATIENCE)
                        .until(() -> client.batch(id).status().equals(Batch.Status.FINALIZING));
                dies(cluster, () -> isWaiting(cluster));
            }
            revived(cluster);

            Batch ended = client.ended(id);
            assertThat(ended.status()).isEqualTo(Batch.Status.COMPLETED);
            Map<String, JsonNode> lines = client.lines(ended.outputFileId().orElseThrow());
            assertThat(lines.keySet())
                    .containsExactlyElementsOf(IntStream.range(0, REQUESTS).mapToObj(i -> "r" + i).toList());
            lines.forEach((name, line) -> assertThat(line.at("/response/body/choices/0/message/content").asString())
                    .isEqualTo("of q" + name.substring(1)));
            assertThat(cluster.count("SELECT count(*) FROM intake.sheet WHERE state = 'ready'"))
                    .as("one sheet was made").isEqualTo(1);
            assertThat(cluster.count("SELECT count(*) FROM jobs.job")).as("one job was submitted").isEqualTo(1);
        }
    }

    /** Until closed nobody writes to the table. */
    private static Connection locked(Cluster cluster, String table) throws SQLException, IOException {
        Connection connection = cluster.database().getConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE " + table + " IN EXCLUSIVE MODE");
        }
        return connection;
    }

    private static boolean isWaiting(Cluster cluster) {
        try {
            return cluster.count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    + " AND query ILIKE '%insert into%intake%'") > 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void dies(Cluster cluster, BooleanSupplier when) {
        await().atMost(BatchClient.PATIENCE).until(when::getAsBoolean);
        cluster.killServer();
    }

    /** Nobody has to wait until the dead one's lease is over. */
    private static void revived(Cluster cluster) throws IOException {
        cluster.startServer();
        cluster.execute("UPDATE jobs.batch SET leased_until = now()");
    }
}

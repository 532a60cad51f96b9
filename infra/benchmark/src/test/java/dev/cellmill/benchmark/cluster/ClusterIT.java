package dev.cellmill.benchmark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster loses a worker and then its server in the middle of a job, and leaves nothing behind at its end. */
class ClusterIT {
    private static final int ROWS = 1_500;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String PROVIDERS = """
            providers:
              model:
                kind: openai
                baseUrl: %s/v1
                models: {m: {inputPerMillion: 1.00, outputPerMillion: 2.00, maxTokens: 50}}
                limits: {concurrency: 10}
                cache: {mode: none}
            """;
    private static final String COLUMNS = """
            [{"name": "value", "prompt": "{{key}}", "provider": "model"}]""";

    @TempDir
    private Path folder;

    @Test
    void finishesAJobOverAKilledWorkerAndAKilledServerAndEndsEveryProcess() throws Exception {
        List<ProcessHandle> all;
        try (var cluster = Cluster.start(folder, 2,
                List.of("--latency", "50", "--input-price", "1", "--output-price", "2"), PROVIDERS::formatted)) {
            String job = cluster.submit(IntStream.range(0, ROWS).mapToObj(row -> "k" + row), COLUMNS);
            await().atMost(PATIENCE).until(() -> cluster.provider().count() > 100);
            List<ProcessHandle> workers = cluster.workers();
            assertThat(workers).hasSize(2);

            workers.getFirst().destroyForcibly();
            await().atMost(PATIENCE).until(() -> cluster.workers().size() == 2 && !cluster.workers().equals(workers));
            cluster.killServer();
            cluster.startServer();
            await().atMost(PATIENCE).until(() -> cluster.client().status(job).path("isComplete").asBoolean());

            assertThat(cluster.client().status(job).path("successfulCells").asLong()).isEqualTo(ROWS);
            assertThat(cluster.client().audit(job).path("equal").asBoolean()).isTrue();
            assertThat(cluster.provider().summary().path("keys").asInt()).isEqualTo(ROWS);
            // what was under way at the two deaths, and nothing else
            assertThat(cluster.provider().count()).isBetween((long) ROWS, ROWS + 30L);
            all = cluster.processes();
            assertThat(all).as("provider, server, workers, database").hasSizeGreaterThanOrEqualTo(5);
            assertThat(all).anyMatch(process -> process.info().command().orElse("").endsWith("/postgres"));
            cluster.freeze(cluster.workers().getFirst());
        }
        assertThat(all).noneMatch(ProcessHandle::isAlive);
    }
}

package dev.cellmill.benchmark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.json.Json;
import dev.cellmill.standalone.client.CellmillClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A job in each state of its life, over the death of every service: the server with intake, scheduler, fold and status,
 * and the workers. Each comes to the end that it would have come to.
 */
class LifecycleIT {
    private static final int ROWS = 400;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String PROVIDERS = """
            providers:
              slow:
                kind: http
                request: {method: GET, url: "%1$s/answer?row={{key}}"}
                limits: {concurrency: 4}
                cache: {mode: none}
              gone:
                kind: http
                request: {method: GET, url: "%1$s/nothing/here?row={{key}}"}
                cache: {mode: none}
            """;

    @TempDir
    private Path folder;

    private CellmillClient client;

    @Test
    void aJobInEachStateSurvivesTheDeathOfEveryService() throws Exception {
        try (var cluster = Cluster.start(folder, 2, List.of("--latency", "40"), PROVIDERS::formatted)) {
            client = cluster.client();
            String queued = submit("q", "slow",
                    job -> job.put("startAt", Instant.now().plusSeconds(86_400).toString()));
            String failed = submit("f", "gone", job -> job.put("onError", "stop").put("concurrency", 5));
            awaitState(failed, "failed");
            String completed = submit("c", "gone", job -> {});
            awaitState(completed, "completed");
            String cancelled = submit("x", "slow", job -> {});
            awaitSome(cancelled);
            client.change(cancelled, "cancel");
            String paused = submit("p", "slow", job -> {});
            awaitSome(paused);
            client.change(paused, "pause");
            String processing = submit("r", "slow", job -> {});
            awaitSome(processing);
            client.change(completed, "retry-failed");

            cluster.workers().forEach(ProcessHandle::destroyForcibly);
            cluster.killServer();
            cluster.startServer();

            assertThat(state(queued)).isEqualTo("queued");
            assertThat(state(failed)).isEqualTo("failed");
            assertThat(state(cancelled)).isEqualTo("cancelled");
            assertThat(state(paused)).isEqualTo("paused");
            client.patch(queued, Json.MAPPER.createObjectNode().put("startAt", Instant.now().toString()));
            client.change(paused, "resume");
            for (String job : List.of(queued, paused, processing, completed)) {
                awaitState(job, "completed");
            }
            for (String job : List.of(queued, paused, processing)) {
                assertThat(client.status(job).path("successfulCells").asInt()).as(job).isEqualTo(ROWS);
            }
            assertThat(client.status(completed).path("failedCells").asInt()).isEqualTo(ROWS);
            for (String job : List.of(queued, failed, cancelled, paused, processing, completed)) {
                await().atMost(PATIENCE).until(() -> client.status(job).path("runningCells").asInt() == 0);
                JsonNode audit = client.audit(job);
                assertThat(audit.path("equal").asBoolean()).as("%s", audit).isTrue();
            }
        }
    }

    private String submit(String prefix, String provider, java.util.function.Consumer<ObjectNode> terms)
            throws IOException {
        Path csv = Files.write(folder.resolve(prefix + ".csv"), IntStream.range(-1, ROWS)
                .mapToObj(row -> row < 0 ? "key" : prefix + row).toList());
        var job = Json.MAPPER.createObjectNode().put("sheet", client.uploadCsv(csv, prefix).path("id").asString());
        job.putArray("columns").addObject().put("name", "value").put("provider", provider).put("field", "value")
                .putObject("inputs").put("key", "{{key}}");
        terms.accept(job);
        return client.submit(job).path("id").asString();
    }

    private String state(String job) {
        return client.job(job).path("state").asString();
    }

    private void awaitState(String job, String state) {
        await().atMost(PATIENCE).until(() -> state(job).equals(state));
    }

    private void awaitSome(String job) {
        await().atMost(PATIENCE).until(() -> client.status(job).path("successfulCells").asInt() > 10);
    }
}

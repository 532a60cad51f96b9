package dev.cellmill.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.json.Json;
import dev.cellmill.standalone.client.CellmillClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The same request is called once, whoever asks and whenever. */
class RememberedIT {
    private static final int ROWS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private KeyServer provider;

    @BeforeEach
    void start() throws IOException {
        provider = new KeyServer();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void oneCallServesEveryRowThatAsksTheSameAndAfterARestartNoneIsMade(@TempDir Path folder) throws IOException {
        String sheet;
        try (var server = new KeyedServer(folder, provider)) {
            sheet = server.upload("k", ROWS);
            JsonNode status = run(server.client(), job(sheet, "the same"));
            assertThat(provider.calls()).containsExactly("the same");
            assertThat(status.at("/servedBy/provider").asInt()).isEqualTo(1);
            run(server.client(), job(sheet, "another"));
        }
        int before = provider.calls().size();
        try (var server = new KeyedServer(folder, provider)) {
            JsonNode status = run(server.client(), job(sheet, "the same"));
            assertThat(provider.calls()).hasSize(before);
            assertThat(status.path("successfulCells").asInt()).isEqualTo(ROWS);
            assertThat(status.at("/servedBy/store").asInt()).isPositive();
            assertThat(status.at("/servedBy/store").asInt() + status.at("/servedBy/memory").asInt()).isEqualTo(ROWS);
        }
    }

    @Test
    void answersGivenBeforehandNeedNoCallAndOneBadLineKeepsNone(@TempDir Path folder) throws Exception {
        try (var server = new KeyedServer(folder, provider)) {
            var lines = new StringBuilder();
            for (int row = 0; row < ROWS; row++) {
                lines.append("""
                        {"request": {"column": {"name": "any", "provider": "kept", "field": "value", "inputs": \
                        {"key": "{{key}}"}}, "row": {"key": "k%d"}}, "response": {"value": "known %d"}}
                        """.formatted(row, row));
            }
            HttpResponse<String> refused = warm(server.client(), lines + "{\"request\": {}}\n");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("\"line\":501");
            assertThat(warm(server.client(), lines.toString()).body()).isEqualTo("{\"kept\":500}");
            String sheet = server.upload("k", ROWS);
            JsonNode status = run(server.client(), job(sheet, "{{key}}"));
            assertThat(provider.calls()).isEmpty();
            assertThat(status.path("successfulCells").asInt()).isEqualTo(ROWS);
        }
    }

    private static HttpResponse<String> warm(CellmillClient client, String lines) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(client.server().resolve("/v1/cache/warm"))
                    .header("Content-Type", "application/x-ndjson").POST(BodyPublishers.ofString(lines)).build(),
                    BodyHandlers.ofString());
        }
    }

    private static ObjectNode job(String sheet, String key) {
        ObjectNode job = Json.MAPPER.createObjectNode().put("sheet", sheet).put("cells", "all");
        job.putArray("columns").addObject().put("name", "value").put("provider", "kept").put("field", "value")
                .putObject("inputs").put("key", key);
        return job;
    }

    private static JsonNode run(CellmillClient client, ObjectNode job) {
        String id = client.submit(job).path("id").asString();
        await().atMost(PATIENCE).until(() -> client.status(id).path("isComplete").asBoolean());
        return client.status(id);
    }
}

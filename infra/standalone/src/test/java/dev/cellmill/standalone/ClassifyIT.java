package dev.cellmill.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.json.Json;
import dev.cellmill.standalone.client.CellmillClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The provider {@code classify} is there without any configuration. */
class ClassifyIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static KeyedServer server;
    private static CellmillClient client;

    @BeforeAll
    static void start() throws IOException {
        server = new KeyedServer(folder);
        client = server.client();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyCellHasALabelAndItsConfidence() throws Exception {
        Path csv = Files.write(folder.resolve("notes.csv"), List.of("note", "The jury found the defendant guilty.",
                "Simmer the sauce until it thickens.", "\"\""));
        String sheet = client.uploadCsv(csv, "notes").path("id").asString();
        ObjectNode spec = Json.MAPPER.createObjectNode().put("sheet", sheet);
        spec.set("columns", Json.MAPPER.readTree("""
                [{"name": "topic", "provider": "classify", "inputs": {"text": "{{note}}"},
                  "output": {"type": "enum", "values": ["cooking", "law"]}},
                 {"name": "opposite", "provider": "classify", "inputs": {"text": "{{note}}"},
                  "output": {"type": "enum", "values": ["music", "sport"]}}]"""));

        String job = client.submit(spec).path("id").asString();

        await().atMost(PATIENCE).until(() -> client.job(job).path("state").asString().equals("completed"));
        JsonNode rows = client.rows(sheet, 0, 3).path("items");
        assertThat(rows.at("/0/cells/topic/value").asString()).isEqualTo("law");
        assertThat(rows.at("/1/cells/topic/value").asString()).isEqualTo("cooking");
        assertThat(rows.at("/2/cells/topic/value").isNull()).isTrue();
        assertThat(rows.at("/0/cells/topic/confidence").doubleValue()).isGreaterThan(0.9);
        assertThat(rows.at("/0/cells/opposite/value").asString()).isIn("music", "sport");
        assertThat(client.audit(job).path("equal").asBoolean()).isTrue();
    }
}

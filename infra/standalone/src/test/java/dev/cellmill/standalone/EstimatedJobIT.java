package dev.cellmill.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.json.Json;
import dev.cellmill.standalone.client.CellmillClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A job estimated, run and learnt from, through all services. */
class EstimatedJobIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aJobIsEstimatedRunHeldAgainstItAndLearntFrom(@TempDir Path folder) throws IOException {
        try (var server = new KeyedServer(folder)) {
            CellmillClient client = server.client();
            ObjectNode job = Json.MAPPER.createObjectNode().put("sheet", server.upload("k", 20));
            job.set("columns", Json.MAPPER.readTree("""
                        [{"name": "value", "provider": "keys", "inputs": {"key": "{{key}}"}, "field": "value"}]"""));
            JsonNode before = client.estimate(job);
            assertThat(before.at("/cells").asInt()).isEqualTo(20);
            assertThat(before.at("/basis/source").asString()).isEqualTo("default");

            String id = client.submit(job).path("id").asString();
            await().atMost(PATIENCE).until(() -> client.status(id).path("isComplete").asBoolean());

            assertThat(client.audit(id).path("equal").asBoolean()).isTrue();
            await().atMost(PATIENCE).until(() -> client.status(id).path("variance").isObject());
            JsonNode variance = client.status(id).path("variance");
            assertThat(variance.at("/cost/withinMargin").asBoolean()).isTrue();
            assertThat(variance.at("/time/variance").isNumber()).isTrue();
            JsonNode after = client.estimate(job);
            assertThat(after.at("/plan/done").asInt()).isEqualTo(20);
            assertThat(after.at("/cells").asInt()).isZero();
            JsonNode again = client.estimate(job.put("cells", "all"));
            assertThat(again.at("/cells").asInt()).isEqualTo(20);
            assertThat(again.at("/basis/source").asString()).isEqualTo("history");
            assertThat(again.at("/basis/sampleSize").asInt()).isEqualTo(20);
            assertThat(client.status(id).path("variance")).isEqualTo(variance);
        }
    }
}

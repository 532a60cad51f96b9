package dev.cellmill.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.json.Json;
import dev.cellmill.embedded.FreePort;
import dev.cellmill.standalone.client.CellmillClient;
import dev.cellmill.testkit.JavaProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A standalone that dies by SIGKILL in the middle of a job finishes it after its next start, each cell exactly once. */
class KilledStandaloneIT {
    private static final int ROWS = 12_500;
    private static final int CELLS = 50_000;
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration JOB = Duration.ofMinutes(3);
    private static final String COLUMNS = """
            [{"name": "site_domain", "provider": "domain", "inputs": {"url": "{{site}}"}, "field": "domain"},
             {"name": "site_host", "provider": "domain", "inputs": {"url": "{{site}}"}, "field": "host"},
             {"name": "mail_domain", "provider": "email", "inputs": {"email": "{{mail}}"}, "field": "domain"},
             {"name": "mail_valid", "provider": "email", "inputs": {"email": "{{mail}}"}, "field": "valid"}]
            """;

    @TempDir
    private Path folder;

    @Test
    void finishesAJobInWhoseMiddleItWasKilled() throws Exception {
        Path data = folder.resolve("data");
        int port = FreePort.find();
        try (var client = new CellmillClient(URI.create("http://127.0.0.1:" + port))) {
            String job;
            try (var server = up(data, port)) {
                awaitHealth(server, port);
                job = submit(client);
                await().atMost(JOB).pollInterval(Duration.ofMillis(5)).until(() -> completed(client, job) > CELLS / 10);
                server.kill();
            }
            try (var server = up(data, port)) {
                awaitHealth(server, port);
                await().atMost(JOB).until(() -> client.status(job).path("isComplete").asBoolean());

                JsonNode status = client.status(job);
                assertThat(status.path("state").asString()).isEqualTo("completed");
                assertThat(status.path("successfulCells").asLong()).isEqualTo(CELLS);
                assertThat(client.audit(job).path("equal").asBoolean()).isTrue();
                assertThat(results(client, job)).isEqualTo(expected());
                assertThat(server.stop()).isIn(0, 143);
            }
        }
    }

    private static JavaProcess up(Path data, int port) throws IOException {
        return JavaProcess.start("dev.cellmill.standalone.command.Cellmill", data.resolveSibling("up.log"), "512m",
                List.of("up", "--port", Integer.toString(port), "--data", data.toString()));
    }

    private String submit(CellmillClient client) throws IOException {
        Path csv = Files.writeString(folder.resolve("rows.csv"), csv());
        String sheet = client.uploadCsv(csv, "rows").path("id").asString();
        var spec = Json.MAPPER.createObjectNode().put("sheet", sheet);
        spec.set("columns", Json.MAPPER.readTree(COLUMNS));
        return client.submit(spec).path("id").asString();
    }

    private static long completed(CellmillClient client, String job) {
        return client.status(job).path("completedCells").asLong();
    }

    private static String csv() {
        var csv = new StringBuilder("site,mail\n");
        for (int row = 0; row < ROWS; row++) {
            csv.append("https://www.site%d.co.uk/x,person%d@mail%d.org\n".formatted(row, row, row));
        }
        return csv.toString();
    }

    private static List<String> expected() {
        var lines = new java.util.ArrayList<String>();
        lines.add("site,mail,site_domain,site_host,mail_domain,mail_valid");
        for (int row = 0; row < ROWS; row++) {
            lines.add("https://www.site%d.co.uk/x,person%d@mail%d.org,site%d.co.uk,www.site%d.co.uk,mail%d.org,true"
                    .formatted(row, row, row, row, row, row));
        }
        return lines;
    }

    private static List<String> results(CellmillClient client, String job) {
        var out = new ByteArrayOutputStream();
        client.results(job, out);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static void awaitHealth(JavaProcess server, int port) {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health")).build();
            await().atMost(START).ignoreExceptionsInstanceOf(IOException.class)
                    .failFast(server::refuseEnd)
                    .until(() -> http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200);
        }
    }
}

package dev.cellmill.standalone.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.secret.Sealer;
import dev.cellmill.embedded.EmbeddedPostgres;
import dev.cellmill.testkit.JavaProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Every secret that an operator or a client gives is used by jobs that succeed and fail, with everything logged, and
 * is afterwards found nowhere: not in the log, an answer, a record of any topic, or a row of any table.
 */
class CanaryIT {
    private static final Duration START = Duration.ofSeconds(120);
    private static final String[] FATES = {"fine", "spelled", "unauthorized", "refused", "redirected", "unreadable",
            "broken"};
    /** Of a key's shape, so that it is looked up. */
    private static final String WRONG_KEY = "cm_abcdefghij23_";
    private static final String FORM = """
            --cut\r
            Content-Disposition: form-data; name="purpose"\r
            \r
            batch\r
            --cut\r
            Content-Disposition: form-data; name="file"; filename="canary.jsonl"\r
            \r
            {"custom_id": "one", "method": "POST", "url": "%1$s", "body": {"model": "echo", "input": "x", "messages": []}}\r
            {"custom_id": "two", "method": "POST", "url": "%1$s", "body": {"model": "echo", "input": "spelled", "messages": []}}\r
            {"custom_id": "three", "method": "POST", "url": "%1$s", "body": {"model": "echo", "input": "refused", "messages": []}}\r
            --cut--\r
            """;

    @TempDir
    private Path folder;

    private final Canaries canaries = new Canaries();
    private final HttpClient http = HttpClient.newHttpClient();
    /** All answers but the two kinds that show a secret once. */
    private final List<String> answers = new ArrayList<>();
    private String url = "";
    private @Nullable String key;

    private record Answer(int status, String text, JsonNode body) {}

    @Test
    void noSecretIsFoundAnywhere() throws Exception {
        try (var provider = new TalkativeProvider()) {
            Path log = folder.resolve("log");
            Files.writeString(folder.resolve("providers.yaml"), providers(provider));
            try (var server = JavaProcess.start(CanaryServer.class.getName(), log, "768m", List.of(), environment())) {
                Path addresses = folder.resolve(CanaryServer.ADDRESSES);
                await().atMost(START).failFast(server::refuseEnd).until(() -> Files.exists(addresses));
                List<String> told = Files.readAllLines(addresses);
                url = "http://127.0.0.1:" + told.get(0);
                await().atMost(START).ignoreExceptions()
                        .until(() -> ask("GET", "/actuator/health", null).status() == 200);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                        folder.resolve("data/secrets.key")))).isEqualTo("rw-------");
                canaries.add("secrets key of the folder", Files.readString(folder.resolve("data/secrets.key")));
                canaries.add("database password of the folder",
                        EmbeddedPostgres.password(folder.resolve("data/postgres")));

                useAll(provider);

                assertThat(answers).hasSizeGreaterThan(60).flatMap(canaries::in).as("answers").isEmpty();
                assertThat(records(told.get(1))).as("records").isEmpty();
                assertThat(rows(told.get(2))).as("tables").isEmpty();
            }
            try (var lines = Files.lines(log)) {
                assertThat(lines.map(canaries::in).filter(found -> !found.isEmpty()).limit(20)).as("log").isEmpty();
            }
            assertThat(Files.readString(log)).as("everything was logged").contains("DEBUG");
        }
    }

    private Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("CANARY_FOLDER", folder.toString()),
                Map.entry("MODEL_KEY", canaries.add("provider key", "sk-canary+model/" + UUID.randomUUID())),
                Map.entry("CRM_KEY", canaries.add("provider header", "canary-header-" + UUID.randomUUID())),
                Map.entry("URL_KEY", canaries.add("provider URL", "canary-url-" + UUID.randomUUID())),
                Map.entry("PROGRAM_KEY", canaries.add("program's environment", "canary-program-" + UUID.randomUUID())),
                Map.entry("CELLMILL_DATABASE_PASSWORD", canaries.add("database password",
                        "canary-password-" + UUID.randomUUID())),
                Map.entry("CELLMILL_SECRETS_KEY", canaries.add("secrets key", Sealer.newKey())),
                Map.entry("CELLMILL_WEBHOOKS_ALLOW_PRIVATE", "true"),
                Map.entry("LOGGING_LEVEL_ROOT", "DEBUG"),
                Map.entry("LOGGING_LEVEL_DEV_CELLMILL", "TRACE"),
                // the broker's own, thousands of lines a second
                Map.entry("LOGGING_LEVEL_ORG_APACHE_KAFKA", "INFO"));
    }

    private static String providers(TalkativeProvider provider) {
        return """
                providers:
                  model:
                    kind: openai
                    baseUrl: "%1$s/v1"
                    apiKey: ${MODEL_KEY}
                    models: {echo: {}}
                    stream: false
                  reader:
                    kind: openai
                    baseUrl: "%1$s/v1"
                    apiKey: ${MODEL_KEY}
                    models: {streamed: {}}
                  crm:
                    kind: http
                    request:
                      method: POST
                      url: "%1$s/crm?token=${URL_KEY}&key={{key}}"
                      headers: {X-Key: "${CRM_KEY}"}
                      body: {key: "{{key}}"}
                  program:
                    kind: command
                    command: [sh, -c, 'echo "my key is $PROGRAM_KEY" >&2; grep -q fine && echo well || { echo "$PROGRAM_KEY"; exit 3; }']
                    environment: [PATH, PROGRAM_KEY]
                """.formatted(provider.url());
    }

    private void useAll(TalkativeProvider provider) throws Exception {
        String first = made(http("POST", "/v1/keys", "{\"name\": \"first\"}", null), "API key");
        String revoked = made(http("POST", "/v1/keys", "{\"name\": \"second\"}", first), "revoked key");
        key = first;
        ask("DELETE", "/v1/keys/" + revoked.split("_")[1], null);
        ask("GET", "/v1/keys", null);
        // what is refused is not repeated either
        answers.add(http("GET", "/v1/jobs", null, canaries.add("wrong key", WRONG_KEY + "canary-" + UUID.randomUUID()))
                .text());
        String secret = canaries.add("webhook secret", "whsec_" + Base64.getEncoder().encodeToString(
                ("canary-webhook-" + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8)));
        for (String bad : List.of("\"%s\"", "\"%s", "[\"%s\"]", "{\"%s\": 1}")) {
            String unfit = canaries.add("unfit secret " + bad, "whsec_canary-unfit-" + UUID.randomUUID());
            assertThat(ask("POST", "/v1/jobs", """
                    {"columns": [{"name": "a", "provider": "crm"}],
                     "webhook": {"url": "https://example.com", "secret": %s}}""".formatted(bad.formatted(unfit)))
                    .status()).isBetween(400, 422);
        }

        String sheet = ask("POST", "/v1/sheets?name=canary", "[" + String.join(",",
                Arrays.stream(FATES).map("{\"key\": \"%s\"}"::formatted).toList()) + "]").body().path("id")
                .asString();
        String spec = """
                "sheet": "%s", "retry": {"maxAttempts": 2, "baseDelay": "10ms"}, "timeout": "5s", "columns": [
                  {"name": "asked", "provider": "model", "prompt": "say {{key}}"},
                  {"name": "read", "provider": "reader", "prompt": "say {{key}}"},
                  {"name": "looked up", "provider": "crm", "inputs": {"key": "{{key}}"}, "field": "value"},
                  {"name": "run", "provider": "program", "inputs": {"key": "{{key}}"}}],
                "webhook": {"url": "%s/hook", "secret": "%s"}""".formatted(sheet, provider.url(), secret);
        ask("POST", "/v1/jobs/preview", "{" + spec + "}");
        ask("POST", "/v1/jobs/estimate", "{" + spec + "}");
        ask("PUT", "/v1/templates/canary", "{" + spec + "}");
        ask("GET", "/v1/templates/canary", null);
        Answer submitted = http("POST", "/v1/jobs", "{\"template\": \"canary\"}", key);
        assertThat(submitted.text()).as("shown this once").contains(secret);
        String job = submitted.body().path("id").asString();
        // "broken" is tried again and again while no other call succeeds
        await().atMost(START).until(() -> ask("GET", "/v1/status/jobs/" + job, null).body().path("failedCells")
                .asInt() >= 15);
        Answer patched = http("PATCH", "/v1/jobs/" + job, """
                {"webhook": {"url": "%s/hook-bad", "secret": "%s"}}""".formatted(provider.url(), secret), key);
        assertThat(patched.status()).isBetween(200, 409);
        ask("POST", "/v1/jobs/" + job + "/webhook/test", null);
        ask("POST", "/v1/jobs/" + job + "/cancel", null);
        await().atMost(START)
                .until(() -> ask("GET", "/v1/jobs/" + job + "/deliveries", null).text().contains("\"status\":"));
        readAll(sheet, job);
        for (String endpoint : List.of("/v1/chat/completions", "/v1/embeddings")) {
            runBatch(endpoint);
        }

        String sent = String.join("\n", provider.seen);
        assertThat(sent).as("they were used")
                .contains("sk-canary", "canary-header-", "canary-url-", "Webhook-signature",
                        "/hook")
                .doesNotContain("/elsewhere");
        assertThat(String.join("\n", answers)).as("the program and the models said their own")
                .contains("my key is [secret]", "an answer /v1/chat/completions Bearer [secret]");
    }

    /** What was handed through is given out whole. */
    private void runBatch(String endpoint) throws Exception {
        String file = http("POST", "/v1/files", FORM.formatted(endpoint), key, "multipart/form-data; boundary=cut")
                .body()
                .path("id").asString();
        String batch = ask("POST", "/v1/batches", """
                {"input_file_id": "%s", "endpoint": "%s", "completion_window": "24h"}""".formatted(file, endpoint))
                .body()
                .path("id").asString();
        await().atMost(START).until(() -> ask("GET", "/v1/batches/" + batch, null).body().path("status").asString()
                .equals("completed"));
        JsonNode ended = ask("GET", "/v1/batches/" + batch, null).body();
        Answer output = ask("GET", "/v1/files/" + ended.path("output_file_id").asString() + "/content", null);
        assertThat(output.text()).contains("[secret]").contains("\"two\"");
        ask("GET", "/v1/files/" + ended.path("error_file_id").asString() + "/content", null);
        String results = "/v1/status/jobs/" + ended.path("job_id").asString() + "/results";
        ask("GET", results, null);
        ask("GET", results + "?format=batch", null);
        for (int row = 0; row < 3; row++) {
            ask("GET", "/v1/status/cells/%s/%d/response".formatted(ended.path("sheet_id").asString(), row), null);
        }
        ask("POST", "/v1/batches/" + batch + "/sheet", null);
    }

    private void readAll(String sheet, String job) throws Exception {
        for (String path : List.of("/v1/jobs", "/v1/jobs/" + job, "/v1/providers", "/v1/history", "/v1/cache/stats",
                "/v1/status/jobs/" + job, "/v1/status/jobs/" + job + "/rows", "/v1/status/jobs/" + job + "/cells",
                "/v1/status/jobs/" + job + "/audit", "/v1/status/jobs/" + job + "/results?provenance=true",
                "/v1/status/jobs/" + job + "/results?provenance=true&format=jsonl",
                "/v1/status/jobs/" + job + "/results?format=batch",
                "/v1/status/sheets/" + sheet + "/results?provenance=true", "/v1/status/sheets/" + sheet + "/rows",
                "/v1/sheets", "/v1/templates", "/openapi.json", "/actuator/prometheus")) {
            ask("GET", path, null);
        }
        for (int row = 0; row < FATES.length; row++) {
            for (String column : List.of("asked", "read", "looked%20up", "run")) {
                String cell = "/v1/status/cells/" + sheet + "/" + row + "/" + column;
                ask("GET", cell, null);
                ask("GET", cell + "/output", null);
                ask("GET", cell + "/output?stream=stderr", null);
            }
        }
    }

    private String made(Answer made, String name) {
        assertThat(made.status()).isEqualTo(201);
        String whole = made.body().path("key").asString();
        canaries.add(name, whole.substring(whole.indexOf('_', 3) + 1));
        return whole;
    }

    private Answer ask(String method, String path, @Nullable String body) throws IOException, InterruptedException {
        Answer answer = http(method, path, body, key);
        answers.add(path + " " + answer.text());
        return answer;
    }

    private Answer http(String method, String path, @Nullable String body, @Nullable String bearer)
            throws IOException, InterruptedException {
        return http(method, path, body, bearer, "application/json");
    }

    private Answer http(String method, String path, @Nullable String body, @Nullable String bearer, String type)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + path)).method(method, body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", type);
        }
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json")
                && !response.headers().firstValue("Content-Type").orElse("").contains("jsonl")
                && !response.headers().firstValue("Content-Type").orElse("").contains("ndjson");
        return new Answer(response.statusCode(), response.headers().map() + response.body(),
                json ? Json.MAPPER.readTree(response.body()) : Json.MAPPER.nullNode());
    }

    private List<String> records(String bootstrap) {
        var found = new ArrayList<String>();
        var properties = new Properties();
        properties.put("bootstrap.servers", bootstrap);
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().values().stream().flatMap(List::stream)
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition())).toList();
            assertThat(partitions).extracting(TopicPartition::topic).contains("cellmill.events", "cellmill.control",
                    "cellmill.output", "__consumer_offsets");
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    var text = new StringBuilder(text(record.key())).append('\n').append(text(record.value()));
                    record.headers().forEach(header -> text.append('\n').append(header.key()).append('=')
                            .append(text(header.value())));
                    canaries.in(text.toString()).forEach(canary -> found.add(record.topic() + " " + canary));
                }
            }
        }
        return found;
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Every row of every table as text, the database's own included. */
    private List<String> rows(String database) throws SQLException {
        var found = new ArrayList<String>();
        try (var connection = DriverManager.getConnection(database, EmbeddedPostgres.USER,
                EmbeddedPostgres.password(folder.resolve("data/postgres")));
                var tables = connection.createStatement();
                var names = tables.executeQuery("""
                        SELECT schemaname, tablename FROM pg_tables WHERE schemaname <> 'information_schema'""")) {
            int read = 0;
            while (names.next()) {
                String table = "\"%s\".\"%s\"".formatted(names.getString(1), names.getString(2));
                try (var statement = connection.createStatement();
                        var rows = statement.executeQuery("SELECT CAST(t AS text) FROM %s AS t".formatted(table))) {
                    while (rows.next()) {
                        read++;
                        String row = rows.getString(1);
                        canaries.in(row).forEach(canary -> found.add(table + " " + canary));
                    }
                }
            }
            assertThat(read).isGreaterThan(100);
        }
        return found;
    }
}

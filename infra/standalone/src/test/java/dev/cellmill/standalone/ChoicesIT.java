package dev.cellmill.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.json.Json;
import dev.cellmill.standalone.client.CellmillClient;
import dev.cellmill.standalone.client.ServerProblem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which cells a job fills: what is done stays done unless asked, what a person confirmed stays whatever is asked. */
class ChoicesIT {
    private static final int ROWS = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String VALUE = "value";

    @TempDir
    private static Path folder;

    private static KeyedServer server;
    private static KeyServer provider;
    private static CellmillClient client;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private String sheet = "";

    @BeforeAll
    static void start() throws IOException {
        server = new KeyedServer(folder);
        provider = server.provider();
        client = server.client();
    }

    @AfterAll
    static void stop() {
        server.close();
        HTTP.close();
    }

    @AfterEach
    void answerAll() {
        provider.refuse(key -> false);
    }

    @Test
    void whatIsDoneIsNotRedoneAndEachChoiceFillsItsOwn() throws Exception {
        sheet = server.upload("a", ROWS);
        provider.refuse(key -> key.endsWith("5"));
        assertThat(run(job("{{key}}")).path("failedCells").asInt()).isEqualTo(30);
        provider.refuse(key -> false);

        assertThat(callsOf(job("{{key}}").put("cells", "failed"))).hasSize(30).allMatch(key -> key.endsWith("5"));
        assertThat(callsOf(job("{{key}}"))).isEmpty();
        assertThat(callsOf(job("{{key}}").put("cells", "failed"))).isEmpty();
        assertThat(callsOf(job("{{key}}").put("cells", "stale"))).isEmpty();

        JsonNode plan = client.estimate(job("{{key}} new")).path("plan");
        assertThat(plan.path("stale").asInt()).isEqualTo(ROWS);
        assertThat(plan.path("done").asInt()).isZero();
        assertThat(callsOf(job("{{key}} new").put("cells", "stale"))).hasSize(ROWS)
                .allMatch(key -> key.endsWith("new"));
        assertThat(callsOf(job("{{key}} new").put("cells", "stale"))).isEmpty();

        assertThat(callsOf(job("{{key}} new").put("cells", "existing"))).hasSize(ROWS);
        assertThat(callsOf(job("{{key}} new").put("cells", "all"))).hasSize(ROWS);
        ObjectNode listed = job("{{key}} newer");
        listed.putArray("cells").add("missing").add("stale");
        assertThat(callsOf(listed)).hasSize(ROWS);
    }

    @Test
    void cellsThatNeedNoCallEndWithTheirReasonAndTheJobCompletes() throws Exception {
        sheet = server.upload("b", ROWS);
        run(job("{{key}}"));
        JsonNode again = run(job("{{key}}"));
        assertThat(again.path("skippedCells").asInt()).isEqualTo(ROWS);
        assertThat(again.path("state").asString()).isEqualTo("completed");
        JsonNode none = run(job("{{key}}").put("cells", "failed"));
        assertThat(none.path("skippedCells").asInt()).isEqualTo(ROWS);
        assertThat(client.audit(none.path("jobId").asString()).path("equal").asBoolean()).isTrue();
        assertThat(results()).hasSize(ROWS + 1).contains("b7,of b7");
    }

    @Test
    void rowsCanBeChosenOneByOne() throws Exception {
        sheet = server.upload("c", ROWS);
        ObjectNode job = job("{{key}}");
        job.putObject("rows").putArray("ids").add(299).add(0).add(42);

        JsonNode status = run(job);

        assertThat(status.path("totalCells").asInt()).isEqualTo(3);
        assertThat(status.path("totalRows").asInt()).isEqualTo(3);
        assertThat(provider.calls().stream().filter(key -> key.startsWith("c"))).containsExactlyInAnyOrder("c0", "c42",
                "c299");
        var csv = new ByteArrayOutputStream();
        client.results(status.path("jobId").asString(), csv);
        assertThat(csv.toString(StandardCharsets.UTF_8).lines()).containsExactly("key,value", "c0,of c0", "c42,of c42",
                "c299,of c299");
        assertThat(get("/v1/status/jobs/" + status.path("jobId").asString() + "/rows").path("items")).hasSize(3);
        assertThat(client.audit(status.path("jobId").asString()).path("equal").asBoolean()).isTrue();
    }

    @Test
    void whatAPersonConfirmedIsNeverFoundAnewAndIsWhatOthersSee() throws Exception {
        sheet = server.upload("d", ROWS);
        run(job("{{key}}"));
        put(3, VALUE, "{\"value\": \"mine\", \"validated\": true}", 200);
        put(4, VALUE, "{\"value\": \"noted\"}", 200);

        List<String> calls = callsOf(job("{{key}}").put("cells", "all"));

        assertThat(calls).hasSize(ROWS - 1).doesNotContain("d3").contains("d4");
        assertThat(client.estimate(job("{{key}}")).at("/plan/validated").asInt()).isEqualTo(1);
        assertThat(results()).contains("d3,mine", "d4,noted");
        JsonNode cell = client.rows(sheet, 3, 1).at("/items/0/cells/value");
        assertThat(cell.path("validated").asBoolean()).isTrue();
        assertThat(cell.path("value").asString()).isEqualTo("mine");
        ObjectNode dependent = Json.MAPPER.createObjectNode().put("sheet", sheet);
        dependent.set("columns", Json.MAPPER.readTree("""
                [{"name": "value", "provider": "keys", "inputs": {"key": "{{key}}"}, "field": "value"},
                 {"name": "next", "provider": "keys", "inputs": {"key": "d after {{value}}"}, "field": "value"}]"""));
        assertThat(callsOf(dependent)).hasSize(ROWS).contains("d after mine", "d after noted", "d after of d5");

        delete(3, VALUE, 204);
        delete(3, VALUE, 404);
        assertThat(results()).contains("d3,of d3,of d after mine");
        put(ROWS, VALUE, "{\"value\": 1}", 400);
        put(0, "key", "{\"value\": 1}", 400);
    }

    @Test
    void aConditionDecidesRowByRowAndOneThatCannotBeEvaluatedFailsItsCell() throws Exception {
        sheet = server.upload("e", ROWS);
        ObjectNode job = job("{{key}}");
        ((ObjectNode) job.at("/columns/0")).put("runIf", "row[\"key\"].endsWith(\"1\")");
        JsonNode status = run(job);
        assertThat(status.path("successfulCells").asInt()).isEqualTo(30);
        assertThat(status.path("skippedCells").asInt()).isEqualTo(ROWS - 30);

        ObjectNode broken = job("{{key}}");
        ((ObjectNode) broken.at("/columns/0")).put("runIf", "int(row[\"key\"]) > 0");
        JsonNode failed = run(broken);
        assertThat(failed.path("failedCells").asInt()).isEqualTo(ROWS - 30);
        assertThat(failed.at("/errors/0/code").asString()).isEqualTo("expression.failed");
        assertThat(failed.at("/errors/0/example/message").asString()).contains("int(row[\"key\"]) > 0");

        ObjectNode unreadable = job("{{key}}");
        ((ObjectNode) unreadable.at("/columns/0")).put("runIf", "row[\"key\"] ==");
        assertThatThrownBy(() -> client.submit(unreadable)).isInstanceOf(ServerProblem.class)
                .hasMessageContaining("CEL");
    }

    @Test
    void whatPeopleConfirmedIsShownToModelsAsExamplesTheNewestFirstAndMakesNothingStale() throws Exception {
        sheet = server.upload("f", 4);
        run(chat(0));
        put(1, VALUE, "{\"value\": \"one\", \"validated\": true}", 200);
        put(2, VALUE, "{\"value\": \"unsure\"}", 200);
        put(3, VALUE, "{\"value\": \"three\", \"validated\": true}", 200);

        assertThat(run(chat(5).put("cells", "stale")).path("skippedCells").asInt()).isEqualTo(4);
        int before = provider.chats().size();
        run(chat(5).put("cells", "all"));
        List<JsonNode> chats = provider.chats().subList(before, provider.chats().size());
        assertThat(chats).hasSize(2).allSatisfy(chat -> {
            assertThat(chat.valueStream().map(message -> message.path("role").asString()))
                    .containsExactly("user", "assistant", "user", "assistant", "user");
            assertThat(chat.valueStream().limit(4).map(message -> message.path("content").asString()))
                    .containsExactly("Say f3", "three", "Say f1", "one");
        });
        assertThat(chats).extracting(chat -> chat.at("/4/content").asString()).containsExactlyInAnyOrder("Say f0",
                "Say f2");
        assertThat(run(chat(1).put("cells", "stale")).path("skippedCells").asInt()).isEqualTo(4);
        assertThat(client.estimate(chat(1).put("cells", "all")).at("/plan/stale").asInt()).isZero();
    }

    private ObjectNode chat(int examples) {
        ObjectNode job = Json.MAPPER.createObjectNode().put("sheet", sheet);
        job.putArray("columns").addObject().put("name", VALUE).put("provider", "chat").put("model", "echo")
                .put("prompt", "Say {{key}}").put("examples", examples);
        return job;
    }

    private ObjectNode job(String key) {
        ObjectNode job = Json.MAPPER.createObjectNode().put("sheet", sheet);
        job.putArray("columns").addObject().put("name", VALUE).put("provider", "keys").put("field", VALUE)
                .putObject("inputs").put("key", key);
        return job;
    }

    /** @return the job's status at its end */
    private static JsonNode run(ObjectNode job) {
        String id = client.submit(job).path("id").asString();
        await().atMost(PATIENCE).until(() -> client.status(id).path("isComplete").asBoolean());
        return client.status(id);
    }

    private static List<String> callsOf(ObjectNode job) {
        int before = provider.calls().size();
        run(job);
        return provider.calls().subList(before, provider.calls().size());
    }

    private List<String> results() {
        var csv = new ByteArrayOutputStream();
        client.sheetResults(sheet, csv);
        return csv.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static JsonNode get(String path) throws Exception {
        return Json.MAPPER.readTree(HTTP.send(HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
                BodyHandlers.ofString()).body());
    }

    private void put(int row, String column, String body, int status) throws Exception {
        send(row, column, HttpRequest.newBuilder().header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body)), status);
    }

    private void delete(int row, String column, int status) throws Exception {
        send(row, column, HttpRequest.newBuilder().DELETE(), status);
    }

    private void send(int row, String column, HttpRequest.Builder request, int status) throws Exception {
        var answer = HTTP.send(request.uri(URI.create(
                server.url() + "/v1/sheets/" + sheet + "/cells/" + row + "/" + column)).build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }
}

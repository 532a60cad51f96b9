package dev.cellmill.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.json.Json;
import dev.cellmill.standalone.client.CellmillClient;
import dev.cellmill.standalone.client.ServerProblem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The runs of a job: retries, rounds, the stop at the first error, the later start. */
class RunsIT {
    private static final int ROWS = 700;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static KeyedServer server;
    private static KeyServer provider;
    private static CellmillClient client;

    @BeforeAll
    static void start() throws IOException {
        server = new KeyedServer(folder);
        provider = server.provider();
        client = server.client();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void answerAll() {
        provider.refuse(key -> false);
        provider.goDown(false);
    }

    @Test
    void aRetryRunsWhatFailedAndWhatWasSkippedForItAndNothingElse() throws Exception {
        provider.refuse(key -> key.endsWith("7"));
        String job = submit(twoColumns(), "a");
        awaitState(job, "completed");
        JsonNode first = client.status(job);
        assertThat(first.path("failedCells").asInt()).isEqualTo(70);
        assertThat(first.path("skippedCells").asInt()).isEqualTo(70);
        int calls = provider.calls().size();
        provider.refuse(key -> key.equals("a7"));

        JsonNode retried = client.change(job, "retry-failed");

        assertThat(retried.path("state").asString()).isIn("processing", "completed");
        awaitState(job, "completed");
        JsonNode second = client.status(job);
        assertThat(second.path("successfulCells").asInt()).isEqualTo(2 * ROWS - 2);
        assertThat(second.path("failedCells").asInt()).isEqualTo(1);
        assertThat(second.path("skippedCells").asInt()).isEqualTo(1);
        assertThat(provider.calls().subList(calls, provider.calls().size())).hasSize(70 + 69)
                .allMatch(key -> key.endsWith("7"));
        assertThat(client.audit(job).path("equal").asBoolean()).isTrue();
    }

    @Test
    void aRetryOfWhatHasNoFailureIsCompleteAtOnceAndCallsNothing() throws Exception {
        String job = submit(twoColumns(), "b");
        awaitState(job, "completed");
        client.change(job, "retry-failed");
        awaitState(job, "completed");
        assertThat(provider.calls().stream().filter(key -> key.contains("b"))).doesNotHaveDuplicates();
        assertThat(client.status(job).path("successfulCells").asInt()).isEqualTo(2 * ROWS);
    }

    @Test
    void aProviderThatIsDownIsWaitedForNamedAndHardlyCalledAndFailsNoCell() throws Exception {
        String job = submit(twoColumns(), "o");
        await().atMost(PATIENCE).until(() -> client.status(job).path("successfulCells").asInt() > 0);
        provider.goDown(true);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(client.status(job).at("/waitingFor/0/provider")
                .asString()).isEqualTo("keys"));
        await().atMost(PATIENCE).until(() -> client.status(job).at("/waitingFor/0/state").asString().equals("open"));
        assertThat(client.status(job).at("/remaining/boundBy").asString()).isEqualTo("provider");
        int before = provider.calls().size();
        await().during(Duration.ofSeconds(3)).atMost(PATIENCE)
                .until(() -> client.status(job).at("/waitingFor/0/state").asString().equals("open")
                        || provider.calls().size() > before);
        assertThat(provider.calls().size() - before).isLessThanOrEqualTo(15);

        provider.goDown(false);
        awaitState(job, "completed");
        assertThat(client.status(job).path("successfulCells").asInt()).isEqualTo(2 * ROWS);
        await().atMost(PATIENCE).until(() -> client.status(job).path("waitingFor").isEmpty());
    }

    @Test
    void aRetryOfAJobWithoutCellsIsComplete() throws Exception {
        ObjectNode spec = twoColumns();
        spec.putObject("rows").put("offset", ROWS);
        String job = submit(spec, "n");
        awaitState(job, "completed");
        client.change(job, "retry-failed");
        awaitState(job, "completed");
    }

    @Test
    void roundsRunWhatFailedAgainBeforeTheJobIsComplete() throws Exception {
        provider.refuse(key -> key.endsWith("3"));
        ObjectNode spec = twoColumns();
        spec.putObject("retry").put("rounds", 2);
        String job = submit(spec, "c");
        awaitState(job, "completed");
        assertThat(client.status(job).path("failedCells").asInt()).isEqualTo(70);
        assertThat(provider.calls().stream().filter("c3"::equals)).hasSize(3);
        assertThat(provider.calls().stream().filter("c4"::equals)).hasSize(1);
        assertThat(client.audit(job).path("equal").asBoolean()).isTrue();
    }

    @Test
    void aJobThatStopsOnErrorFailsKeepsTheRestQueuedAndARetryDoesIt() throws Exception {
        provider.refuse(key -> key.equals("d50"));
        ObjectNode spec = twoColumns();
        spec.put("onError", "stop").put("concurrency", 20);
        String job = submit(spec, "d");
        awaitState(job, "failed");
        JsonNode error = client.job(job).path("error");
        assertThat(error.path("row").asInt()).isEqualTo(50);
        assertThat(error.path("column").asString()).isEqualTo("first");
        assertThat(error.path("code").asString()).isEqualTo("provider.rejected");
        await().atMost(PATIENCE).until(() -> client.status(job).path("runningCells").asInt() == 0);
        assertThat(client.status(job).path("queuedCells").asInt()).isGreaterThan(ROWS);
        provider.refuse(key -> false);

        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(ServerProblem.class)
                .until(() -> client.change(job, "retry-failed"), changed -> true);

        awaitState(job, "completed");
        assertThat(client.status(job).path("successfulCells").asInt()).isEqualTo(2 * ROWS);
        assertThat(client.job(job).path("error").isNull()).isTrue();
        assertThat(provider.calls().stream().filter(key -> key.startsWith("d"))).hasSizeLessThanOrEqualTo(ROWS + 1);
        assertThat(client.audit(job).path("equal").asBoolean()).isTrue();
    }

    @Test
    void aJobWaitsForItsTimeAndCanBeMovedToNow() throws Exception {
        ObjectNode spec = twoColumns();
        spec.put("startAt", Instant.now().plusSeconds(3_600).toString());
        String job = submit(spec, "e");
        assertThat(client.job(job).path("state").asString()).isEqualTo("queued");
        assertThat(client.job(job).path("startedAt").isNull()).isTrue();
        assertThatThrownBy(() -> client.change(job, "pause")).hasMessageContaining("queued");

        client.patch(job, Json.MAPPER.createObjectNode().put("startAt", Instant.now().toString()));

        awaitState(job, "completed");
        assertThat(client.job(job).path("startedAt").isNull()).isFalse();
        assertThatThrownBy(() -> client.patch(job, Json.MAPPER.createObjectNode().put("startAt",
                Instant.now().toString()))).isInstanceOf(ServerProblem.class).hasMessageContaining("completed");
    }

    @Test
    void aJobKeepsToItsOwnPaceAndGoesFasterWhenItMay() throws Exception {
        ObjectNode spec = twoColumns();
        spec.putObject("pace").put("requestsPerMinute", 30);
        String job = submit(spec, "g");
        await().atMost(PATIENCE).until(() -> callsWith("g") > 0);
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(20)).until(() -> callsWith("g") <= 3);

        ObjectNode faster = Json.MAPPER.createObjectNode();
        faster.putObject("pace").put("requestsPerMinute", 600_000);
        client.patch(job, faster);

        awaitState(job, "completed");
        assertThat(client.status(job).path("successfulCells").asInt()).isEqualTo(2 * ROWS);
    }

    @Test
    void deletedJobsLeaveNothingInAnyTableThatKnowsJobsAndTheirSheetShowsNothingOfThem() throws Exception {
        ObjectNode paced = twoColumns();
        paced.putObject("pace").put("requestsPerMinute", 600_000);
        String ended = submit(paced, "x");
        awaitState(ended, "completed");
        String sheet = client.job(ended).path("sheetId").asString();
        assertThat(left(ended)).contains("status.cell ", "worker.job_pace");
        String broken = submit(twoColumns(), "y");
        await().atMost(PATIENCE).until(() -> client.status(broken).path("successfulCells").asInt() > 0);
        client.change(broken, "cancel");
        for (String job : List.of(ended, broken)) {
            assertThat(delete(job)).isEqualTo(204);
            assertThatThrownBy(() -> client.status(job)).isInstanceOf(ServerProblem.class);
            assertThatThrownBy(() -> client.audit(job)).isInstanceOf(ServerProblem.class);
        }
        assertThat(client.rows(sheet, 0, 1).at("/items/0/cells").toString()).isEqualTo("{}");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(left(ended)).isEmpty());
        // calls were in flight
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(left(broken)).isEmpty());
        assertThat(client.sheet(sheet).path("rowCount").asInt()).isEqualTo(ROWS);
    }

    private static int delete(String job) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(server.url() + "/v1/jobs/" + job)).DELETE().build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    /** The tables, found in the catalog, that have something of the job. */
    private static String left(String job) {
        return server.database().sql("""
                SELECT format('%I.%I', nspname, relname) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'job_id'
                WHERE relkind = 'r' AND nspname IN ('jobs', 'worker', 'status') AND relname <> 'removed_job' ORDER BY 1
                """).query(String.class).list().stream()
                .filter(table -> server.database().sql("SELECT EXISTS (SELECT FROM %s WHERE job_id = :job)"
                        .formatted(table)).param("job", UUID.fromString(job)).query(Boolean.class).single())
                .collect(Collectors.joining(" "));
    }

    private static long callsWith(String text) {
        return provider.calls().stream().filter(key -> key.contains(text)).count();
    }

    /** The second is found from the first, by the same provider. */
    private static ObjectNode twoColumns() {
        ObjectNode spec = Json.MAPPER.createObjectNode();
        spec.set("columns", Json.MAPPER.readTree("""
                [{"name": "first", "provider": "keys", "inputs": {"key": "{{key}}"}, "field": "value"},
                 {"name": "second", "provider": "keys", "inputs": {"key": "{{first}} {{key}}"}, "field": "value"}]"""));
        return spec;
    }

    private static String submit(ObjectNode spec, String prefix) throws IOException {
        spec.put("sheet", server.upload(prefix, ROWS));
        return client.submit(spec).path("id").asString();
    }

    private static void awaitState(String job, String state) {
        await().atMost(PATIENCE).until(() -> client.job(job).path("state").asString().equals(state));
    }
}

package dev.cellmill.benchmark.cluster;

import static dev.cellmill.benchmark.cluster.BatchClient.chats;
import static dev.cellmill.benchmark.cluster.BatchClient.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.batches.BatchCreateParams.Endpoint;
import com.openai.models.batches.BatchListParams;
import com.openai.models.files.FileListParams;
import com.openai.models.files.FileObject;
import dev.cellmill.common.json.Json;
import dev.cellmill.standalone.client.ServerProblem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Programs that were written for OpenAI's Batch API run here unchanged. */
class BatchIT {
    private static final List<String> MODEL = List.of("--latency", "20", "--input-tokens", "7", "--output-tokens", "3");
    private static final String PROVIDERS = """
            providers:
              model:
                kind: openai
                baseUrl: %1$s/v1
                models: {m: {inputPerMillion: 1, outputPerMillion: 2, maxTokens: 100}, big: {}}
                limits: {concurrency: 200}
              slow:
                kind: openai
                baseUrl: %1$s/v1
                models: {tardy: {}}
                limits: {requestsPerMinute: 600, concurrency: 4}
            """;

    @TempDir
    private static Path folder;

    private static Cluster cluster;
    private static BatchClient client;

    @BeforeAll
    static void start() throws IOException {
        cluster = Cluster.start(folder, 1, MODEL, PROVIDERS::formatted);
        client = new BatchClient(cluster.client().server().toString());
    }

    @AfterAll
    static void stop() {
        client.close();
        cluster.close();
    }

    @Test
    void aThousandRequestsAreAnsweredEachUnderItsNameInTheFilesOrder() throws Exception {
        String requests = chats(1_000, i -> "question \"" + i + "\" \\u00e9\n");
        FileObject file = client.upload("questions.jsonl", requests);
        assertThat(client.content(file.id())).isEqualTo(requests);
        assertThat(file.bytes()).isEqualTo(requests.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);

        Batch batch = client.openAi().batches().create(BatchCreateParams.builder()
                .inputFileId(file.id())
                .endpoint(Endpoint.V1_CHAT_COMPLETIONS)
                .completionWindow(BatchCreateParams.CompletionWindow._24H)
                .metadata(BatchCreateParams.Metadata.builder().putAdditionalProperty("team",
                        com.openai.core.JsonValue.from("blue")).build())
                .build());
        assertThat(batch.status()).isEqualTo(Batch.Status.VALIDATING);
        Batch ended = client.ended(batch.id());

        assertThat(ended.status()).as(ended.toString()).isEqualTo(Batch.Status.COMPLETED);
        assertThat(ended.requestCounts().orElseThrow().total()).isEqualTo(1_000);
        assertThat(ended.requestCounts().orElseThrow().completed()).isEqualTo(1_000);
        assertThat(ended.requestCounts().orElseThrow().failed()).isZero();
        assertThat(ended.usage().orElseThrow().totalTokens()).isEqualTo(10_000);
        assertThat(ended.usage().orElseThrow().inputTokensDetails().cachedTokens()).isEqualTo(2_000);
        assertThat(ended.usage().orElseThrow().outputTokensDetails().reasoningTokens()).isEqualTo(1_000);
        assertThat(ended.metadata().orElseThrow().toString()).contains("team", "blue");
        assertThat(ended.errorFileId()).isEmpty();
        assertThat(ended.inProgressAt()).isPresent();
        assertThat(ended.finalizingAt()).isPresent();
        assertThat(ended.completedAt()).isPresent();
        Map<String, JsonNode> lines = client.lines(ended.outputFileId().orElseThrow());
        assertThat(lines.keySet()).containsExactlyElementsOf(
                IntStream.range(0, 1_000).mapToObj(i -> "r" + i).toList());
        for (int i = 0; i < 1_000; i++) {
            JsonNode line = lines.get("r" + i);
            assertThat(line.path("error").isNull()).isTrue();
            assertThat(line.at("/response/status_code").asInt()).isEqualTo(200);
            assertThat(line.at("/response/body/model").asString()).isEqualTo("m");
            assertThat(line.at("/response/body/choices/0/message/content").asString())
                    .isEqualTo("of question \"" + i + "\" \\u00e9\n");
        }
        assertThat(client.openAi().files().retrieve(ended.outputFileId().orElseThrow()).purpose().asString())
                .isEqualTo("batch_output");

        String job = job(batch.id());
        assertThat(cluster.client().job(job).at("/labels/batch").asString()).isEqualTo(batch.id());
        JsonNode status = cluster.client().status(job);
        assertThat(status.path("state").asString()).isEqualTo("completed");
        assertThat(status.path("successfulCells").asInt()).isEqualTo(1_000);

        await().atMost(BatchClient.PATIENCE).untilAsserted(() -> {
            JsonNode providers = Json.MAPPER.readTree(range(
                    URI.create(cluster.client().server() + "/v1/providers"), "").body()).path("items");
            JsonNode model = providers.valueStream().filter(each -> each.path("name").asString().equals("model"))
                    .findFirst().orElseThrow();
            assertThat(model.at("/latency/count").asLong()).isGreaterThanOrEqualTo(1_000);
            assertThat(model.at("/latency/p50").asDouble()).as("it takes 20 ms").isGreaterThanOrEqualTo(0.019);
            assertThat(model.at("/latency/p99").asDouble()).isGreaterThanOrEqualTo(model.at("/latency/p50").asDouble());
            assertThat(model.path("failures").isIntegralNumber()).isTrue();
        });
        URI results = URI.create(cluster.client().server() + "/v1/status/jobs/" + job + "/results?format=batch");
        List<String> again = range(results, "").body().lines().toList();
        assertThat(again).hasSize(1_000);
        assertThat(again.get(7)).contains("\"custom_id\":\"r7\"")
                .contains("\"body\":" + lines.get("r7").at("/response/body"));
        JsonNode sheet = Json.MAPPER.readTree(post(
                URI.create(cluster.client().server() + "/v1/batches/" + batch.id() + "/sheet"), ""));
        assertThat(sheet.path("rowCount").asInt()).isEqualTo(1_000);
        assertThat(range(URI.create(cluster.client().server() + "/v1/status/sheets/" + sheet.path("id").asString()
                + "/results"), "").body())
                .startsWith("custom_id,content,error\r\nr0,\"of question \"\"0\"\" \\u00e9\n\",\r\n");
    }

    @Test
    void aRequestWhoseCostNothingBoundsIsRefusedUnderABudget() throws Exception {
        String file = client.upload("image.jsonl", String.join("\n",
                line("a", "/v1/chat/completions", BatchClient.chat("fine")),
                line("b", "/v1/chat/completions",
                        """
                        {"model": "m", "messages": [{"role": "user", "content": [
                         {"type": "image_url", "image_url": {"url": "https://example.com/i.png"}}]}]}""".replace("\n",
                                ""))))
                .id();
        Batch ended = client.ended(client.openAi().batches().create(BatchCreateParams.builder()
                .inputFileId(file)
                .endpoint(Endpoint.V1_CHAT_COMPLETIONS)
                .completionWindow(BatchCreateParams.CompletionWindow._24H)
                .putAdditionalBodyProperty("max_cost", com.openai.core.JsonValue.from(0.01))
                .build()).id());
        assertThat(ended.status()).isEqualTo(Batch.Status.FAILED);
        assertThat(ended.errors().orElseThrow().data().orElseThrow()).singleElement().satisfies(error -> {
            assertThat(error.line()).hasValue(2L);
            assertThat(error.code()).hasValue("unbounded_cost");
            assertThat(error.param()).hasValue("body.messages[0].content[0].type");
        });
    }

    @Test
    void whatIsWrongWithAFileIsToldByItsLines() throws Exception {
        String file = client.upload("bad.jsonl", String.join("\n",
                line("a", "/v1/chat/completions", BatchClient.chat("fine")),
                "{\"custom_id\": ",
                line("a", "/v1/chat/completions", BatchClient.chat("again")),
                "",
                line("b", "/v1/embeddings", BatchClient.chat("elsewhere")),
                line("c", "/v1/chat/completions", "{\"model\": \"other\", \"messages\": []}"),
                line("d", "/v1/chat/completions", "{\"model\": \"m\", \"stream\": true}"),
                line("e", "/v1/chat/completions", "{}"),
                "[1]")).id();
        Batch ended = client.ended(client.run(file, Endpoint.V1_CHAT_COMPLETIONS).id());
        assertThat(ended.status()).isEqualTo(Batch.Status.FAILED);
        assertThat(ended.failedAt()).isPresent();
        assertThat(ended.errors().orElseThrow().data().orElseThrow().stream()
                .map(error -> error.line().orElse(-1L) + " " + error.code().orElse("") + " "
                        + error.param().orElse("-")))
                .containsExactly("2 invalid_json_line -", "3 duplicate_custom_id custom_id", "5 invalid_url url",
                        "6 mismatched_model body.model", "7 invalid_request body.stream",
                        "8 missing_required_parameter body.model", "9 invalid_json_line -");

        String unknown = client.upload("unknown.jsonl", line("a", "/v1/responses", "{\"model\": \"nobody's\"}")).id();
        Batch failed = client.ended(client.run(unknown, Endpoint.V1_RESPONSES).id());
        assertThat(failed.errors().orElseThrow().data().orElseThrow().getFirst().code()).hasValue("model_not_found");
    }

    @Test
    void embeddingsAndResponsesComeBackAsTheirServerGaveThem() throws Exception {
        String requests = IntStream.range(0, 3).mapToObj(i -> line("e" + i, "/v1/embeddings",
                "{\"model\": \"big\", \"dimensions\": %d, \"input\": [\"text %d\", \"β\"]}".formatted(i == 2
                        ? 60_000
                        : 1_536, i)))
                .collect(Collectors.joining("\n"));
        Batch embedded = client.ended(
                client.run(client.upload("e.jsonl", requests).id(), Endpoint.V1_EMBEDDINGS).id());
        assertThat(embedded.status()).isEqualTo(Batch.Status.COMPLETED);
        String output = client.content(embedded.outputFileId().orElseThrow());
        for (int i = 0; i < 3; i++) {
            String given = post(URI.create(cluster.provider().url() + "/v1/embeddings"),
                    Json.MAPPER.readTree(requests.lines().toList().get(i)).path("body").toString());
            assertThat(output.lines().toList().get(i).contains("\"body\":" + given + "}")).as("answer %d", i).isTrue();
        }

        Batch answered = client.ended(client.run(client.upload("r.jsonl",
                line("one", "/v1/responses", "{\"model\":\"m\",\"input\":\"Say β\"}")).id(),
                Endpoint.V1_RESPONSES).id());
        JsonNode line = client.lines(answered.outputFileId().orElseThrow()).get("one");
        assertThat(line.at("/response/body/output/0/content/0/text").asString()).isEqualTo("of Say β");
        assertThat(answered.usage().orElseThrow().outputTokens()).isEqualTo(3);
        assertThat(answered.usage().orElseThrow().inputTokensDetails().cachedTokens()).isEqualTo(2);
        assertThat(answered.usage().orElseThrow().outputTokensDetails().reasoningTokens()).isEqualTo(1);
    }

    @Test
    void aRequestThatItsServerRefusesStandsInTheErrorFileWithTheServersWords() throws Exception {
        Batch ended = client.ended(client.run(client.upload("mixed.jsonl", String.join("\n",
                line("good", "/v1/chat/completions", BatchClient.chat("mixed")),
                line("bad", "/v1/chat/completions", "{\"model\":\"m\",\"messages\":[]}"))).id(),
                Endpoint.V1_CHAT_COMPLETIONS).id());
        assertThat(ended.status()).isEqualTo(Batch.Status.COMPLETED);
        assertThat(ended.requestCounts().orElseThrow().failed()).isEqualTo(1);
        assertThat(client.lines(ended.outputFileId().orElseThrow()).keySet()).containsExactly("good");
        JsonNode bad = client.lines(ended.errorFileId().orElseThrow()).get("bad");
        assertThat(bad.at("/response/status_code").asInt()).isEqualTo(400);
        assertThat(bad.at("/response/body/error/message").asString()).contains("none of role user");
        assertThat(range(URI.create(cluster.client().server() + "/v1/status/jobs/" + job(ended.id())
                + "/results?format=batch"), "").body().lines().map(line -> Json.MAPPER.readTree(line)))
                .as("the same lines by the job's face").containsExactlyInAnyOrder(bad,
                        client.lines(ended.outputFileId().orElseThrow()).get("good"));
    }

    @Test
    void aCancelledBatchKeepsWhatIsDone() throws Exception {
        String requests = chats(300, i -> "cancel " + i).replace("\"model\":\"m\"", "\"model\":\"tardy\"");
        String id = client.run(client.upload("cancel.jsonl", requests).id(), Endpoint.V1_CHAT_COMPLETIONS).id();
        await().atMost(BatchClient.PATIENCE)
                .until(() -> client.batch(id).requestCounts().orElseThrow().completed() > 5);
        assertThat(client.openAi().batches().cancel(id).status()).isEqualTo(Batch.Status.CANCELLING);
        Batch ended = client.ended(id);
        assertThat(ended.status()).isEqualTo(Batch.Status.CANCELLED);
        Map<String, JsonNode> done = client.lines(ended.outputFileId().orElseThrow());
        Map<String, JsonNode> left = client.lines(ended.errorFileId().orElseThrow());
        assertThat(done).hasSizeGreaterThan(5).hasSize((int) ended.requestCounts().orElseThrow().completed());
        assertThat(done.size() + left.size()).isEqualTo(300);
        assertThat(left.values()).allMatch(line -> line.at("/error/code").asString().equals("batch_cancelled"));
        assertThatThrownBy(() -> client.openAi().batches().cancel(id))
                .isInstanceOfSatisfying(OpenAIServiceException.class,
                        refused -> assertThat(refused.statusCode()).isEqualTo(409))
                .hasMessageContaining("cancelled");
    }

    @Test
    void theSameRequestIsCalledOnceInAFileAndNotAgainInTheNext() throws Exception {
        String twice = line("a", "/v1/chat/completions", BatchClient.chat("shared")) + "\n"
                + line("b", "/v1/chat/completions", BatchClient.chat("shared"));
        long calls = cluster.provider().count();
        Batch first = client.ended(client.run(client.upload("twice", twice).id(), Endpoint.V1_CHAT_COMPLETIONS).id());
        assertThat(cluster.provider().count() - calls).isEqualTo(1);
        assertThat(first.requestCounts().orElseThrow().completed()).isEqualTo(2);
        assertThat(first.usage().orElseThrow().totalTokens()).as("what its lines say").isEqualTo(20);

        Batch second = client.ended(client.run(client.upload("again", twice).id(), Endpoint.V1_CHAT_COMPLETIONS).id());
        assertThat(cluster.provider().count() - calls).isEqualTo(1);
        assertThat(second.requestCounts().orElseThrow().completed()).isEqualTo(2);
        assertThat(second.usage().orElseThrow().totalTokens()).as("what its lines say").isEqualTo(20);
        Map<String, JsonNode> lines = client.lines(second.outputFileId().orElseThrow());
        assertThat(lines.keySet()).containsExactly("a", "b");
        assertThat(lines.get("b").at("/response/body"))
                .isEqualTo(client.lines(first.outputFileId().orElseThrow()).get("a").at("/response/body"));
        assertThat(cluster.client().status(job(second.id())).at("/servedBy/provider").asInt()).isZero();
    }

    @Test
    void aBatchStaysWithinItsBudgetAndGoesOnWhenThatIsRaised() throws Exception {
        int requests = 100;
        // a cell costs 0.0067 at worst and 0.000013 in fact
        double budget = 0.007;
        String id = client.openAi().batches().create(BatchCreateParams.builder()
                .inputFileId(client.upload("dear", chats(requests, i -> "dear " + i)).id())
                .endpoint(Endpoint.V1_CHAT_COMPLETIONS)
                .completionWindow(BatchCreateParams.CompletionWindow._24H)
                .putAdditionalBodyProperty("max_cost", com.openai.core.JsonValue.from(budget)).build()).id();
        await().atMost(BatchClient.PATIENCE).until(() -> !job(id).isEmpty()
                && cluster.client().job(job(id)).path("pauseReason").asString("").equals("budget"));
        assertThat(client.batch(id).status()).isEqualTo(Batch.Status.IN_PROGRESS);
        assertThat(client.batch(id).requestCounts().orElseThrow().completed()).isBetween(1L, requests - 1L);
        assertThat(cluster.client().status(job(id)).at("/cost/spent").asDouble()).isBetween(0.00001, budget);

        var more = Json.MAPPER.createObjectNode();
        more.putObject("budget").put("maxCost", 1);
        cluster.client().patch(job(id), more);
        Batch ended = client.ended(id);
        assertThat(ended.status()).isEqualTo(Batch.Status.COMPLETED);
        assertThat(ended.requestCounts().orElseThrow().completed()).isEqualTo(requests);
    }

    @Test
    void aBatchWhoseJobIsPausedWaitsAndIsWholeAfterwards() throws Exception {
        String requests = chats(60, i -> "pause " + i).replace("\"model\":\"m\"", "\"model\":\"tardy\"");
        String id = client.run(client.upload("pause.jsonl", requests).id(), Endpoint.V1_CHAT_COMPLETIONS).id();
        await().atMost(BatchClient.PATIENCE)
                .until(() -> client.batch(id).requestCounts().orElseThrow().completed() > 3);
        cluster.client().change(job(id), "pause");
        assertThat(client.batch(id).status()).isEqualTo(Batch.Status.IN_PROGRESS);
        await().atMost(BatchClient.PATIENCE)
                .until(() -> cluster.client().status(job(id)).path("runningCells").asInt() == 0);
        long done = client.batch(id).requestCounts().orElseThrow().completed();
        assertThat(done).isLessThan(60);
        assertThat(client.batch(id).status()).as("still").isEqualTo(Batch.Status.IN_PROGRESS);
        assertThat(client.batch(id).outputFileId()).isEmpty();

        cluster.client().change(job(id), "resume");
        Batch ended = client.ended(id);
        assertThat(ended.status()).isEqualTo(Batch.Status.COMPLETED);
        assertThat(client.lines(ended.outputFileId().orElseThrow())).hasSize(60);
    }

    @Test
    void whatOneLeftThatDiedBetweenASheetAndItsJobIsTakenAway() throws Exception {
        String left = cluster.client().uploadCsv(Files.writeString(folder.resolve("left.csv"), "a\n1\n"),
                "left").path("id").asString();
        String file = client.upload("orphaned", chats(2, i -> "orphaned " + i)).id();
        UUID batch = UUID.randomUUID();
        cluster.execute("""
                INSERT INTO jobs.batch (id, tenant, endpoint, completion_window, input_file, status, sheet_id, created_at,
                    expires_at)
                VALUES ('%s', 'default', '/v1/chat/completions', '24h', '%s', 'validating', '%s', now(),
                    now() + interval '1 day')""".formatted(batch, file.substring("file-".length()), left));
        Batch ended = client.ended("batch_" + batch.toString().replace("-", ""));
        assertThat(ended.status()).isEqualTo(Batch.Status.COMPLETED);
        assertThatThrownBy(() -> cluster.client().sheet(left)).isInstanceOf(ServerProblem.class);
    }

    @Test
    void aValidationThatNeverComesToAnEndIsGivenUp() throws Exception {
        String file = client.upload("broken", chats(2, i -> "broken " + i)).id();
        cluster.execute("DELETE FROM intake.file_chunk WHERE file_id = '%s'".formatted(file.substring("file-"
                .length())));
        String id = client.run(file, Endpoint.V1_CHAT_COMPLETIONS).id();
        String where = " FROM jobs.batch WHERE input_file = '%s'".formatted(file.substring("file-".length()));
        await().atMost(BatchClient.PATIENCE).until(() -> cluster.count("SELECT failures" + where) > 0);
        assertThat(client.batch(id).status()).isEqualTo(Batch.Status.VALIDATING);
        cluster.execute(
                "UPDATE jobs.batch SET failures = 9, leased_until = now() WHERE id IN (SELECT id" + where + ")");
        Batch ended = client.ended(id);
        assertThat(ended.status()).isEqualTo(Batch.Status.FAILED);
        assertThat(ended.errors().orElseThrow().data().orElseThrow().getFirst().code()).hasValue("internal_error");
    }

    @Test
    void aBatchWhoseTimeIsOverEndsWithWhatIsDone() throws Exception {
        String requests = chats(300, i -> "expire " + i).replace("\"model\":\"m\"", "\"model\":\"tardy\"");
        String id = client.run(client.upload("expire.jsonl", requests).id(), Endpoint.V1_CHAT_COMPLETIONS, "4s").id();
        Batch ended = client.ended(id);
        assertThat(ended.status()).isEqualTo(Batch.Status.EXPIRED);
        assertThat(ended.expiredAt()).isPresent();
        Map<String, JsonNode> left = client.lines(ended.errorFileId().orElseThrow());
        assertThat(left.size() + ended.requestCounts().orElseThrow().completed()).isEqualTo(300);
        assertThat(left.values()).allMatch(line -> line.at("/error/code").asString().equals("batch_expired"));
    }

    @Test
    void batchesAndFilesAreListedPageByPage() {
        List<String> files = IntStream.range(0, 3).mapToObj(i -> client.upload("list" + i, "no requests").id())
                .toList();
        List<String> batches = files.stream().map(file -> client.run(file, Endpoint.V1_EMBEDDINGS).id()).toList();
        assertThat(client.openAi().batches().list(BatchListParams.builder().limit(2).build()).autoPager().stream()
                .map(Batch::id).filter(batches::contains)).containsExactlyElementsOf(batches.reversed());
        assertThat(client.openAi().files().list(FileListParams.builder().limit(2).purpose("batch").build())
                .autoPager().stream().map(FileObject::id).filter(files::contains))
                .containsExactlyElementsOf(files.reversed());
        assertThat(client.openAi().files().list(FileListParams.builder().limit(100)
                .order(FileListParams.Order.ASC).after(files.getFirst()).build()).autoPager().stream()
                .map(FileObject::id).filter(files::contains)).containsExactly(files.get(1), files.get(2));
    }

    @Test
    void partsOfAFileAreGivenOutAndADeletedOneIsGone() throws Exception {
        String text = "0123456789".repeat(250_000);
        String file = client.upload("digits", text).id();
        URI content = URI.create(cluster.client().server() + "/v1/files/" + file + "/content");
        HttpResponse<String> part = range(content, "bytes=1048570-1048585");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(text.substring(1_048_570, 1_048_586));
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 1048570-1048585/2500000");
        assertThat(range(content, "bytes=-3").body()).isEqualTo("789");
        HttpResponse<String> beyond = range(content, "bytes=2500000-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(beyond.headers().firstValue("Content-Range")).hasValue("bytes */2500000");

        assertThat(client.openAi().files().delete(file).deleted()).isTrue();
        assertThatThrownBy(() -> client.openAi().files().retrieve(file)).isInstanceOf(NotFoundException.class);
        await().atMost(BatchClient.PATIENCE).until(() -> cluster.count("SELECT count(*) FROM intake.file_chunk f"
                + " WHERE NOT EXISTS (SELECT FROM intake.file WHERE id = f.file_id)") == 0);
        HttpResponse<String> gone = range(content, "bytes=0-");
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(Json.MAPPER.readTree(gone.body()).at("/error/type").asString()).isEqualTo("invalid_request_error");
    }

    private static String job(String batch) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return Json.MAPPER.readTree(http.send(HttpRequest.newBuilder(
                    URI.create(cluster.client().server() + "/v1/batches/" + batch)).build(), BodyHandlers.ofString())
                    .body()).path("job_id").asString();
        }
    }

    private static HttpResponse<String> range(URI content, String range) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(content).header("Range", range).build(), BodyHandlers.ofString());
        }
    }

    private static String post(URI uri, String body) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                    BodyHandlers.ofString()).body();
        }
    }
}

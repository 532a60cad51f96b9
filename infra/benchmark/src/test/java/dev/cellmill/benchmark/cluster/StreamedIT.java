package dev.cellmill.benchmark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Answers that come piece by piece, from a model's server over a worker process to whoever reads along. */
class StreamedIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int ANSWER_BYTES = 300_000;
    private static final int LINES = 100_000;
    /** Some connections are dropped in the middle of an answer. */
    private static final List<String> MODEL = List.of("--latency", "4000", "--pieces", "40", "--answer-bytes",
            Integer.toString(ANSWER_BYTES), "--failures", "lose:0.3");
    private static final String PROVIDERS = """
            providers:
              model:
                kind: openai
                baseUrl: %s/v1
                models: {m: {maxTokens: 100000}}
                cache: {mode: none}
              lines:
                kind: command
                command: [sh, -c, "echo 'step 1 of 2' >&2; seq %d"]
            """;

    @TempDir
    private static Path folder;

    private static Cluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = Cluster.start(folder, 1, MODEL, url -> PROVIDERS.formatted(url, LINES));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void whatAReaderJoinsIsTheValueAlsoOfCellsWhoseFirstAttemptsBrokeOff() throws Exception {
        String job = cluster.submit(Stream.of("a", "b", "c", "d", "e"), """
                [{"name": "text", "provider": "model", "prompt": "Say something of {{key}}"}]""");
        var joined = new JoinedTexts();
        try (HttpClient http = HttpClient.newHttpClient()) {
            var stream = http.send(HttpRequest.newBuilder(URI.create(cluster.client().server()
                    + "/v1/status/jobs/" + job + "/stream")).build(), BodyHandlers.ofLines());
            assertThat(stream.statusCode()).isEqualTo(200);
            stream.body().forEach(joined::line);
        }
        JsonNode status = cluster.client().status(job);
        assertThat(status.path("successfulCells").asInt()).isEqualTo(5);
        assertThat(joined.hasEnded()).isTrue();
        for (int row = 0; row < 5; row++) {
            String value = output(job, row, "text");
            assertThat(value.length()).isEqualTo(ANSWER_BYTES);
            assertThat(joined.text(row).equals(value)).as("what was joined is the value of row %d", row).isTrue();
        }
        assertThat(joined.pieces()).as("it was seen to grow").isGreaterThan(5 * 10);
        assertThat(joined.anew()).as("attempts that broke off were seen to begin anew").isPositive();
    }

    @Test
    void aLongOutputOfAProgramIsThereByteForByteAndItsLogBesideIt() throws Exception {
        String job = cluster.submit(Stream.of("a"), """
                [{"name": "text", "provider": "lines", "inputs": {"key": "{{key}}"}}]""");
        await().atMost(PATIENCE).until(() -> cluster.client().status(job).path("isComplete").asBoolean());
        var expected = new StringBuilder();
        IntStream.rangeClosed(1, LINES).forEach(line -> expected.append(line).append('\n'));
        assertThat(output(job, 0, "text").strip().equals(expected.toString().strip())).isTrue();
        String cell = "/v1/status/cells/" + sheet(job) + "/0/text";
        assertThat(get(cell + "/output?stream=stderr")).isEqualTo("step 1 of 2\n");
        assertThat(get(cell + "/output?tail=2")).isEqualTo((LINES - 1) + "\n" + LINES);
        JsonNode whole = Json.MAPPER.readTree(get(cell));
        assertThat(whole.path("exitCode").asInt(-1)).isZero();
        assertThat(whole.path("outputBytes").asInt()).isGreaterThan(500_000);
        assertThat(whole.path("steps").toString()).contains("step 1 of 2");
    }

    private static String output(String job, int row, String column) throws IOException {
        var bytes = new ByteArrayOutputStream();
        cluster.client().output(sheet(job), row, column, bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String sheet(String job) {
        return cluster.client().job(job).path("sheetId").asString();
    }

    private static String get(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var answer = http.send(HttpRequest.newBuilder(URI.create(cluster.client().server() + path)).build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return answer.body();
        }
    }
}

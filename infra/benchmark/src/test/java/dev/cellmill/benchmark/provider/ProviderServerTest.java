package dev.cellmill.benchmark.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ProviderServerTest {
    private static final String CHAT = """
            {"model": "m", "messages": [{"role": "system", "content": "Short."}, {"role": "user", "content": "Hello"}]}""";

    private static final String STREAMED = CHAT.replace("{\"model\"",
            "{\"stream\": true, \"stream_options\": {\"include_usage\": true}, \"model\"");
    private static final int PIECES = 4;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private @Nullable ProviderServer server;

    @AfterEach
    void stop() {
        http.close();
        if (server != null) {
            server.close();
        }
    }

    @Test
    void answersAndBillsAChatByItsTokens() throws Exception {
        start("0", "", null, 100);

        JsonNode answer = Json.MAPPER.readTree(post("/v1/chat/completions", CHAT).body());

        assertThat(answer.at("/choices/0/message/content").asString()).isEqualTo("of Hello and so ");
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(100);
        assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(120);
        JsonNode call = ledger().getFirst();
        assertThat(call.path("key").asString()).isEqualTo("Hello");
        assertThat(call.path("status").asInt()).isEqualTo(200);
        assertThat(call.path("priceNanoDollars").asLong()).isEqualTo(100 * 1_000 + 20 * 2_000 + 5_000_000);
        assertThat(call.path("answeredMicros").asLong()).isGreaterThanOrEqualTo(call.path("arrivedMicros").asLong());
    }

    @Test
    void answersPlainCallsAndKnowsTheirCells() throws Exception {
        start("0", "", null, 100);

        assertThat(get("/answer?x=1&row=k%207").body()).contains("\"value\":\"of k 7\"");
        get("/answer?domain=example.org");
        post("/answer", "the body");
        http.send(HttpRequest.newBuilder(URI.create(url() + "/answer?row=1")).header(Calls.KEY_HEADER, "said").build(),
                BodyHandlers.ofString());

        assertThat(ledger()).extracting(call -> call.path("key").asString())
                .containsExactly("k 7", "domain=example.org", "the body", "said");
        assertThat(ledger()).allMatch(call -> call.path("priceNanoDollars").asLong() == 5_000_000);
    }

    @Test
    void failsAsAskedAndBillsWhatWasDoneThoughItsAnswerIsLost() throws Exception {
        start("0", "503:1", null, 100);
        assertThat(get("/answer?row=1").statusCode()).isEqualTo(503);
        assertThat(summary().path("priceNanoDollars").asLong()).isZero();
        stop("drop:1");
        assertThatThrownBy(() -> get("/answer?row=1")).isInstanceOf(IOException.class);
        assertThat(summary().path("priceNanoDollars").asLong()).isZero();
        stop("lose:1");
        assertThatThrownBy(() -> get("/answer?row=1")).isInstanceOf(IOException.class);
        assertThat(summary().path("priceNanoDollars").asLong()).isPositive();
        assertThat(summary().at("/byStatus/-1").asInt()).isPositive();
    }

    @Test
    void refusesWhatIsBeyondItsLimitAndSaysWhenToComeAgain() throws Exception {
        start("0", "", "2/3600000", 100);

        get("/answer?row=1");
        get("/answer?row=2");
        HttpResponse<String> refused = get("/answer?row=3");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(3_000L, 3_600L);
        assertThat(summary().at("/byStatus/429").asInt()).isEqualTo(1);
    }

    @Test
    void holdsManyCallsOpenAtOnce() throws Exception {
        start("500", "", null, 1_000);

        var calls = IntStream.range(0, 1_000)
                .mapToObj(
                        row -> http.sendAsync(HttpRequest.newBuilder(URI.create(url() + "/answer?row=" + row)).build(),
                                BodyHandlers.ofString()))
                .toList();
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get();

        assertThat(calls).allMatch(call -> call.join().statusCode() == 200);
        assertThat(summary().path("keys").asInt()).isEqualTo(1_000);
        assertThat(summary().path("mostUnderWay").asInt()).isGreaterThan(100);
        assertThat(ledger()).allMatch(call -> call.path("answeredMicros").asLong()
                - call.path("arrivedMicros").asLong() >= 500_000);
    }

    @Test
    void saysThatItsLedgerIsFullAndCanBeEmptied() throws Exception {
        start("0", "", null, 1);

        get("/answer?row=1");
        assertThat(get("/answer?row=2").statusCode()).isEqualTo(507);
        http.send(HttpRequest.newBuilder(URI.create(url() + "/ledger")).DELETE().build(), BodyHandlers.discarding());
        assertThat(get("/answer?row=3").statusCode()).isEqualTo(200);
        assertThat(ledger()).extracting(call -> call.path("sequence").asInt()).containsExactly(1);
    }

    @Test
    void tellsWhatItCannotAnswer() throws Exception {
        start("0", "", null, 100);

        assertThat(get("/v1/chat/completions").statusCode()).isEqualTo(400);
        assertThat(post("/v1/chat/completions", "{").body()).contains("The body is no JSON.");
        assertThat(post("/v1/chat/completions", CHAT.replace("user", "robot")).body()).contains("none of role user");
        assertThat(ledger()).isEmpty();
    }

    @Test
    void streamsAnAnswerInPiecesOverItsTimeAndBillsIt() throws Exception {
        start("200", "", null, 100);

        long start = System.nanoTime();
        HttpResponse<String> answer = post("/v1/chat/completions", STREAMED);

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200_000_000);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        List<String> events = List.of(answer.body().split("\n\n"));
        assertThat(events).hasSize(PIECES + 3).allMatch(event -> event.startsWith("data: "));
        assertThat(events.getLast()).isEqualTo("data: [DONE]");
        List<JsonNode> chunks = events.subList(0, PIECES + 2).stream()
                .map(event -> Json.MAPPER.readTree(event.substring("data: ".length()))).toList();
        assertThat(chunks).extracting(chunk -> chunk.at("/choices/0/delta/content").asString(""))
                .containsExactly("of H", "ello", " and", " so ", "", "");
        assertThat(chunks.get(PIECES).at("/choices/0/finish_reason").asString()).isEqualTo("stop");
        assertThat(chunks.getLast().at("/usage/total_tokens").asInt()).isEqualTo(120);
        assertThat(ledger().getFirst().path("priceNanoDollars").asLong())
                .isEqualTo(100 * 1_000 + 20 * 2_000 + 5_000_000);
    }

    @Test
    void tellsAStreamsUsageOnlyWhereItIsAskedTo() throws Exception {
        start("0", "", null, 100);

        assertThat(post("/v1/chat/completions", STREAMED.replace("include_usage", "other")).body())
                .doesNotContain("usage").contains("[DONE]");
    }

    @Test
    void breaksAStreamOffWhereItsAnswerIsLost() throws Exception {
        start("0", "lose:1", null, 100);

        assertThat(post("/v1/chat/completions", STREAMED).body()).contains("of H").doesNotContain("[DONE]");
        assertThat(summary().at("/byStatus/-1").asInt()).isEqualTo(1);
        assertThat(summary().path("priceNanoDollars").asLong()).isPositive();
    }

    @Test
    void seesThatWhoAskedForAStreamHasGone() throws Exception {
        // so long that nobody who has gone is answered to the end, however slow the machine is
        start("5000", "", null, 100);

        HttpResponse<InputStream> answer = http.send(HttpRequest.newBuilder(URI.create(url() + "/v1/chat/completions"))
                .POST(BodyPublishers.ofString(STREAMED)).build(), BodyHandlers.ofInputStream());
        answer.body().close();

        await().until(() -> summary().at("/byStatus/-1").asInt() == 1);
        assertThat(summary().path("underWay").asInt()).isZero();
    }

    private void stop(String nextFailures) throws IOException {
        if (server != null) {
            server.close();
        }
        start("0", nextFailures, null, 100);
    }

    private void start(String latency, String failures, @Nullable String limit, int maxCalls) throws IOException {
        var fates = new Fates(1, LatencyDistribution.parse(latency),
                failures.isEmpty() ? Failures.NONE : Failures.parse(failures), TokenRange.parse("100"),
                TokenRange.parse("20"), 0);
        var prices = new Prices(BigDecimal.ONE, BigDecimal.TWO, new BigDecimal("0.005"));
        var behaviour = new Behaviour(fates, limit == null ? null : SlidingWindow.parse(limit), prices,
                new Wording(16, PIECES));
        server = ProviderServer.start(0, behaviour, new Ledger(maxCalls));
    }

    private String url() {
        return server == null ? "" : server.url();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url() + path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url() + path)).POST(BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }

    private List<JsonNode> ledger() throws IOException, InterruptedException {
        return get("/ledger").body().lines().map(Json.MAPPER::readTree).toList();
    }

    private JsonNode summary() throws IOException, InterruptedException {
        return Json.MAPPER.readTree(get("/ledger/summary").body());
    }
}

package dev.cellmill.status.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.json.Json;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.List;
import java.util.Iterator;
import java.util.ArrayList;
import dev.cellmill.common.access.KeyText;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The whole service: what the workers' topics say is folded, and told. */
class LiveIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static LiveServer server;

    @BeforeAll
    static void start() {
        server = new LiveServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aWatcherGetsTheRowsAsTheyStandThenWhatIsNewThenTheEnd() throws Exception {
        LiveServer.Job job = server.newJob("default", 3);
        job.done(0, 1, "seven");
        job.started(1, 1);
        job.wrote(1, 1, 1, 0, "Hel");
        job.wrote(1, 1, 1, 3, "lo");
        awaitStatus(job, "/successfulCells", "1");
        awaitStatus(job, "/runningCells", "1");

        try (var client = StreamClient.of(server.port(), path(job))) {
            soon().until(() -> !client.data("progress").isEmpty() && client.text().equals("Hello"));
            assertThat(client.events().getFirst().data().at("/value").stringValue()).isEqualTo("seven");
            assertThat(client.events().getFirst().data().propertyNames()).contains("row", "column", "state", "provider",
                    "confidence", "servedBy", "cost", "seconds", "fingerprint");
            assertThat(client.states(1)).containsExactly("running");
            assertThat(client.data("progress").getFirst().at("/runningCells").intValue()).isEqualTo(1);

            job.wrote(1, 1, 1, 5, ", world");
            soon().until(() -> client.text().equals("Hello, world"));
            assertThat(client.textBegin()).isZero();
            job.done(1, 1, "Hello, world");
            soon().until(() -> client.states(1).contains("done"));
            assertThat(client.hasEnded()).isFalse();
            job.done(2, 1, "nine");
            soon().until(client::hasEnded);

            assertThat(client.states(2)).contains("done");
            assertThat(client.events().getLast().name()).isEqualTo("end");
            assertThat(client.data("end").getFirst()).hasToString("{\"state\":\"completed\"}");
            assertThat(client.data("progress").getLast()).isEqualTo(json(get("/v1/status/jobs/" + job.id())));
            assertThat(client.events().stream().map(StreamClient.Event::id)).doesNotHaveDuplicates();
        }

        HttpResponse<String> again = send(HttpRequest.newBuilder(uri(path(job))).header("Last-Event-ID", "end"));
        assertThat(again.statusCode()).isEqualTo(204);
        try (var later = new StreamClient(server.port(), path(job) + "?rows=1-1", "17").read()) {
            soon().until(later::hasEnded);
            assertThat(later.events().stream().map(StreamClient.Event::name)).containsExactly("cell", "progress",
                    "end");
            assertThat(later.states(1)).containsExactly("done");
        }
    }

    @Test
    void anAttemptThatIsMadeAnewBeginsTheTextAfreshForAllWhoWatch() throws Exception {
        LiveServer.Job job = server.newJob("default", 600);
        try (var first = StreamClient.of(server.port(), path(job) + "?rows=500-599")) {
            soon().until(() -> !first.data("progress").isEmpty());
            job.started(550, 1);
            job.wrote(550, 1, 1, 0, "wrong");
            soon().until(() -> first.text().equals("wrong"));
            try (var second = StreamClient.of(server.port(), path(job) + "?rows=550-550");
                    var elsewhere = StreamClient.of(server.port(), path(job) + "?rows=500-549")) {
                soon().until(() -> second.text().equals("wrong") && !elsewhere.data("progress").isEmpty());
                job.wrote(550, 1, 2, 0, "ri");
                job.wrote(550, 1, 1, 5, "er");
                job.started(550, 2);
                job.wrote(550, 2, 1, 0, "right");
                job.wrote(550, 1, 2, 2, "pe");
                job.wrote(550, 2, 1, 7, "now");
                soon().until(() -> first.text().equals("now") && second.text().equals("now"));
                assertThat(first.textBegin()).isEqualTo(7);
                assertThat(second.textBegin()).isEqualTo(7);
                assertThat(first.data("cell").stream().filter(cell -> cell.has("text"))
                        .map(cell -> cell.get("text").stringValue())).containsExactly("wrong", "ri", "right", "now");
                job.done(550, 2, "right now");
                soon().until(() -> first.states(550).contains("done") && second.states(550).contains("done"));
                job.wrote(550, 2, 1, 10, "too late");
                job.done(540, 1, "other");
                soon().until(() -> first.states(540).contains("done") && elsewhere.states(540).contains("done"));
                assertThat(first.text()).isEqualTo("now");
                assertThat(elsewhere.states(550)).isEmpty();
                assertThat(second.states(540)).isEmpty();
                assertThat(second.text()).isEqualTo("now");
            }
        }
    }

    @Test
    void whoReadsTooSlowlyGetsTheRowsAsTheyStandInstead() throws Exception {
        LiveServer.Job job = server.newJob("default", 2);
        job.started(0, 1);
        String piece = "0123456789".repeat(5_000);
        long total = 0;
        try (var quick = StreamClient.of(server.port(), path(job));
                var slow = new StreamClient(server.port(), path(job), null)) {
            soon().until(() -> quick.states(0).contains("running"));
            for (int i = 0; i < 300; i++) {
                job.wrote(0, 1, 1, total, piece);
                total += piece.length();
            }
            job.done(1, 1, "told meanwhile");
            long written = total;
            soon().until(() -> quick.textBegin() + quick.text().length() == written);
            soon().until(() -> quick.states(1).contains("done"));
            slow.read();
            soon().until(() -> slow.textBegin() + slow.text().length() == written);
            soon().until(() -> slow.states(1).contains("done"));
            assertThat(slow.textBegin()).isPositive();
            assertThat(slow.text()).endsWith("789");
            assertThat(slow.characters()).isLessThan(written);
        }
    }

    @Test
    void whatIsNotThereAndWhatIsNotValidIsAnsweredAsEverywhere() throws Exception {
        LiveServer.Job foreign = server.newJob("other", 2);
        HttpResponse<String> theirs = get("/v1/status/jobs/%s/stream".formatted(foreign.id()));
        assertThat(theirs.statusCode()).isEqualTo(404);
        assertThat(theirs.body())
                .isEqualTo(get("/v1/status/jobs/%s/stream".formatted(UUID.randomUUID())).body())
                .isEqualTo(get("/v1/status/jobs/%s".formatted(UUID.randomUUID())).body());
        LiveServer.Job job = server.newJob("default", 2);
        HttpResponse<String> odd = get(path(job) + "?rows=0-1000");
        assertThat(odd.statusCode()).isEqualTo(400);
        assertThat(odd.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(odd.body()).contains("request-invalid", "0-99");
        HttpResponse<String> head = send(
                HttpRequest.newBuilder(uri(path(job))).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
    }

    @Test
    void openStreamsDoNotHoldUpAStop() throws Exception {
        var stopping = new LiveServer();
        try (var client = StreamClient.of(stopping.port(), path(stopping.newJob("default", 2)))) {
            soon().until(() -> !client.data("progress").isEmpty());
            long before = System.nanoTime();
            stopping.close();
            soon().until(client::hasEnded);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(12));
        }
    }

    @Test
    void aStreamEndsSoonAfterItsKeyIsRevoked() throws Exception {
        LiveServer.Job job = server.newJob("default", 3);
        KeyText key = server.newKey("default");
        var stream = CLIENT.sendAsync(HttpRequest.newBuilder(uri(path(job)))
                .header("Authorization", "Bearer " + key.whole()).build(), BodyHandlers.ofLines());
        Iterator<String> lines = stream.get(20, TimeUnit.SECONDS).body().iterator();
        assertThat(stream.get().statusCode()).isEqualTo(200);
        server.revoke(key);
        List<String> told = new ArrayList<>();
        lines.forEachRemaining(told::add);
        assertThat(told).contains("event: progress").doesNotContain("event: end");
        soon().until(() -> get("/v1/status/jobs/" + job.id()).statusCode() == 200);
    }

    private static String path(LiveServer.Job job) {
        return "/v1/status/jobs/" + job.id() + "/stream";
    }

    private static void awaitStatus(LiveServer.Job job, String member, String value) {
        soon().until(() -> json(get("/v1/status/jobs/" + job.id())).at(member).asString().equals(value));
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20));
    }

    private static JsonNode json(HttpResponse<String> response) {
        return Json.MAPPER.readTree(response.body());
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }
}

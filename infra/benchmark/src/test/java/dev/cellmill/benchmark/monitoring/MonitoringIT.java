package dev.cellmill.benchmark.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.cellmill.benchmark.provider.SimulatedProvider;
import dev.cellmill.common.json.Json;
import dev.cellmill.standalone.StandaloneServer;
import dev.cellmill.standalone.StandaloneSettings;
import dev.cellmill.standalone.client.CellmillClient;
import dev.cellmill.testkit.JavaProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A standalone that asks for keys, with a priced job that partly fails, on a provider that is limited, and one on local providers, scraped
 * each second by a Prometheus with the rules loaded.
 */
class MonitoringIT {
    private static final Pattern READY = Pattern.compile("ready at (http://127\\.0\\.0\\.1:\\d+)\\n");
    private static final Pattern LABEL = Pattern.compile("[{,]([a-zA-Z_][a-zA-Z0-9_]*)=\"");
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final int ROWS = 3_000;
    private static final String ALLOW_PRIVATE = "cellmill.webhooks.allow-private";
    private static final String PROVIDERS = """
            providers:
              model:
                kind: openai
                baseUrl: "%1$s/v1"
                models: {any: {inputPerMillion: 2.5, outputPerMillion: 10, maxTokens: 50}}
                limits: {requestsPerMinute: 1500, tokensPerMinute: 10000000, concurrency: 40}
                cache: {mode: persistent}
              plain:
                kind: http
                request: {url: "%1$s/answer?row={{key}}"}
                costPerCall: 0.001
                limits: {requestsPerMinute: 900, concurrency: 20}
            """;
    private static final String COLUMNS = """
            [{"name": "label", "provider": "model", "prompt": "{{key}}"},
             {"name": "answer", "provider": "plain", "inputs": {"key": "{{key}}"}}]
            """;
    private static final String LOCAL = """
            [{"name": "domain", "provider": "domain", "inputs": {"url": "{{key}}"}, "field": "domain"},
             {"name": "language", "provider": "language", "inputs": {"text": "{{key}}"}, "field": "language"}]
            """;

    @TempDir
    private static Path folder;
    private static JavaProcess provider;
    private static HttpServer receiver;
    private static StandaloneServer server;
    private static PrometheusProcess prometheus;
    private static CellmillClient client;

    @BeforeAll
    static void start() throws IOException {
        Promtool.assumeInstalled();
        provider = JavaProcess.start(SimulatedProvider.class.getName(), Files.createFile(folder.resolve("log")), "128m",
                List.of("--latency", "20-60", "--failures", "500:0.25,429:0.01", "--call-price", "0.001", "--end-with",
                        Long.toString(ProcessHandle.current().pid())));
        await().atMost(PATIENCE).failFast(provider::refuseEnd).until(() -> READY.matcher(provider.log()).find());
        String url = READY.matcher(provider.log()).results().findFirst().orElseThrow().group(1);
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        System.setProperty(ALLOW_PRIVATE, "true");
        Path providers = Files.writeString(folder.resolve("providers.yaml"), PROVIDERS.formatted(url));
        server = StandaloneServer.start(new StandaloneSettings(0, folder.resolve("data"), 0, providers));
        URI at = URI.create(server.url());
        try (var open = new CellmillClient(at)) {
            await().atMost(PATIENCE).until(open::isUp);
            client = new CellmillClient(at, open.createKey(null, "operator").path("key").asString());
        }
        prometheus = PrometheusProcess.start(folder, at);
    }

    @AfterAll
    static void stop() throws Exception {
        System.clearProperty(ALLOW_PRIVATE);
        for (AutoCloseable one : Stream.of(prometheus, client, server, provider).filter(part -> part != null)
                .toList()) {
            one.close();
        }
        if (receiver != null) {
            receiver.stop(0);
        }
    }

    @Test
    void everyExpressionOfDashboardsAndRulesReturnsData() throws Exception {
        Path distinct = rows("distinct", ROWS);
        // half of the answers are there already, or on their way
        String job = submit(distinct, COLUMNS);
        submit(rows("same", 50), LOCAL);
        var missing = new TreeMap<>(Expressions.ofDashboards());
        missing.putAll(Expressions.ofRules());

        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            client.status(job);
            for (Map.Entry<String, String> one : List.copyOf(missing.entrySet())) {
                if (hasData(prometheus.query(one.getValue()))) {
                    missing.remove(one.getKey());
                }
            }
            assertThat(missing).isEmpty();
        });

        client.change(job, "cancel");
    }

    @Test
    void healthAndMetricsNeedNoKeyAndTheRestOfTheActuatorIsClosed() throws Exception {
        await().atMost(PATIENCE).until(() -> get("/v1/jobs").statusCode() == 401);
        assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        for (String closed : List.of("metrics", "env", "beans", "loggers", "heapdump", "threaddump", "configprops")) {
            assertThat(get("/actuator/" + closed).statusCode()).as(closed).isEqualTo(404);
        }
        HttpResponse<String> metrics = get("/actuator/prometheus");
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.body()).contains("# HELP cellmill_provider_latency_seconds ");
    }

    @Test
    void ourMetersAreTaggedByWhatIsBounded() throws Exception {
        var labels = new TreeSet<String>();
        get("/actuator/prometheus").body().lines().filter(line -> line.startsWith("cellmill_"))
                .forEach(line -> LABEL.matcher(line).results().forEach(label -> labels.add(label.group(1))));
        assertThat(labels).isSubsetOf("provider", "kind", "lane", "outcome", "reason", "source", "state", "tier", "le");
    }

    private static boolean hasData(JsonNode series) {
        return series.valueStream().anyMatch(one -> !one.at("/value/1").asString("NaN").equals("NaN"));
    }

    private static Path rows(String name, int count) throws IOException {
        return Files.write(folder.resolve(name + ".csv"), Stream.concat(Stream.of("key"),
                IntStream.range(0, count).mapToObj(row -> "www.%s%d.example.com".formatted(name, row / 2))).toList());
    }

    private static String submit(Path csv, String columns) throws IOException {
        var spec = Json.MAPPER.createObjectNode()
                .put("sheet", client.uploadCsv(csv, csv.getFileName().toString()).path("id").asString());
        spec.set("columns", Json.MAPPER.readTree(columns));
        spec.putObject("webhook").put("url", "http://127.0.0.1:" + receiver.getAddress().getPort() + "/");
        return client.submit(spec).path("id").asString();
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(server.url() + path)).build(), BodyHandlers.ofString());
        }
    }
}

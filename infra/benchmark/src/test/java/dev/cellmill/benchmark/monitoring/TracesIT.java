package dev.cellmill.benchmark.monitoring;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.cellmill.common.json.Json;
import dev.cellmill.standalone.StandaloneServer;
import dev.cellmill.standalone.StandaloneSettings;
import dev.cellmill.standalone.client.CellmillClient;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Traces as a collector gets them. */
class TracesIT {
    private static final Queue<SpanData> SPANS = new ConcurrentLinkedQueue<>();
    private static final AtomicInteger EXPORTS = new AtomicInteger();
    private static final Map<String, String> PROPERTIES = Map.of("CELLMILL_TRACES", "true");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;
    private static HttpServer collector;
    private static StandaloneServer server;

    /** Beside the exporter that is configured. */
    @Configuration(proxyBeanMethods = false)
    static class KeptSpans {

        @Bean
        SpanExporter keptSpans() {
            return new SpanExporter() {
                @Override
                public CompletableResultCode export(Collection<SpanData> spans) {
                    SPANS.addAll(spans);
                    return CompletableResultCode.ofSuccess();
                }

                @Override
                public CompletableResultCode flush() {
                    return CompletableResultCode.ofSuccess();
                }

                @Override
                public CompletableResultCode shutdown() {
                    return CompletableResultCode.ofSuccess();
                }
            };
        }
    }

    @BeforeAll
    static void start() throws Exception {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            exchange.getRequestBody().readAllBytes();
            EXPORTS.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        PROPERTIES.forEach(System::setProperty);
        System.setProperty("CELLMILL_TRACES_ENDPOINT",
                "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces");
        server = StandaloneServer.start(new StandaloneSettings(0, folder.resolve("data"), 0, null), KeptSpans.class);
    }

    @AfterAll
    static void stop() {
        PROPERTIES.keySet().forEach(System::clearProperty);
        System.clearProperty("CELLMILL_TRACES_ENDPOINT");
        server.close();
        collector.stop(0);
    }

    @Test
    void oneTraceLeadsFromTheSubmissionOverKafkaToTheFold() throws Exception {
        try (var client = new CellmillClient(URI.create(server.url()))) {
            await().atMost(PATIENCE).until(client::isUp);
            Path csv = Files.write(folder.resolve("rows.csv"), List.of("site", "a.example.com", "b.example.com"));
            var spec = Json.MAPPER.createObjectNode().put("sheet", client.uploadCsv(csv, "rows").path("id").asString());
            spec.set("columns", Json.MAPPER.readTree("""
                    [{"name": "domain", "provider": "domain", "inputs": {"url": "{{site}}"}, "field": "domain"}]
                    """));
            client.submit(spec);
        }

        await().atMost(PATIENCE).untilAsserted(() -> {
            SpanData submission = SPANS.stream().filter(span -> span.getName().equals("http post /v1/jobs"))
                    .findFirst().orElseThrow(() -> new AssertionError("no submission among " + names()));
            assertThat(SPANS.stream().filter(span -> span.getTraceId().equals(submission.getTraceId()))
                    .map(SpanData::getName).collect(toSet()))
                    .contains("cellmill.schedule", "cellmill.cell", "cellmill.call", "cellmill.fold");
        });
        await().atMost(PATIENCE).until(() -> EXPORTS.get() > 0);
    }

    private static Collection<String> names() {
        return SPANS.stream().map(SpanData::getName).collect(toSet());
    }
}

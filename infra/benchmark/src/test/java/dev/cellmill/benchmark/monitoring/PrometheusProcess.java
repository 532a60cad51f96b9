package dev.cellmill.benchmark.monitoring;

import static org.awaitility.Awaitility.await;

import dev.cellmill.common.json.Json;
import dev.cellmill.embedded.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** A Prometheus of its own that scrapes one server each second and has the rules loaded. Closing ends it. */
final class PrometheusProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final int STOP_SECONDS = 10;

    private final Process process;
    private final URI url;
    private final HttpClient http = HttpClient.newHttpClient();

    private PrometheusProcess(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /** Returns when it answers. @param folder everything is written below it */
    static PrometheusProcess start(Path folder, URI server) throws IOException {
        Path configuration = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ["%s/*.yml"]
                scrape_configs:
                  - job_name: any
                    metrics_path: /actuator/prometheus
                    static_configs:
                      - targets: ["%s"]
                        labels: {system: cellmill, service: standalone}
                """.formatted(Expressions.RULES.toAbsolutePath().normalize(), server.getAuthority()));
        String address = "127.0.0.1:" + FreePort.find();
        Process process = new ProcessBuilder("prometheus", "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("prometheus-data"), "--web.listen-address=" + address,
                "--log.level=warn")
                .redirectErrorStream(true).redirectOutput(folder.resolve("prometheus.log").toFile()).start();
        var prometheus = new PrometheusProcess(process, URI.create("http://" + address));
        try {
            await().atMost(START).ignoreExceptionsInstanceOf(IOException.class).until(prometheus::isReady);
            return prometheus;
        } catch (RuntimeException e) {
            prometheus.close();
            throw e;
        }
    }

    private boolean isReady() throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(url.resolve("/-/ready")).build(), BodyHandlers.discarding())
                .statusCode() == 200;
    }

    /** The series that an expression gives now. */
    JsonNode query(String expression) throws IOException, InterruptedException {
        String form = "query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
        var answer = http.send(HttpRequest.newBuilder(url.resolve("/api/v1/query"))
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form))
                .build(), BodyHandlers.ofString());
        JsonNode body = Json.MAPPER.readTree(answer.body());
        if (answer.statusCode() != 200) {
            throw new IllegalArgumentException("%s: %s".formatted(expression, body.path("error").asString()));
        }
        return body.at("/data/result");
    }

    @Override
    public void close() {
        http.close();
        process.destroy();
        process.onExit().completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }
}

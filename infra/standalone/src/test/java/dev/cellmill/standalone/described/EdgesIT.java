package dev.cellmill.standalone.described;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.json.Json;
import dev.cellmill.standalone.StandaloneServer;
import dev.cellmill.standalone.StandaloneSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import tools.jackson.databind.JsonNode;

/** Whatever is sent to the port, and by whomever. */
class EdgesIT {
    private static final Duration START = Duration.ofSeconds(90);
    private static final int MEGA = 1024 * 1024;
    private static final String CELL = "/v1/sheets/01980000-0000-7000-8000-000000000001/cells/0/a";

    @TempDir
    private static Path folder;

    private static StandaloneServer server;
    private static Wire wire;

    @BeforeAll
    static void start() {
        server = StandaloneServer.start(new StandaloneSettings(0, folder.resolve("data"), 0, null));
        wire = new Wire(Integer.parseInt(server.url().substring(server.url().lastIndexOf(':') + 1)));
        await().atMost(START).until(() -> ask("GET", "/actuator/health/readiness").status() == 200);
    }

    @AfterAll
    static void stop() throws IOException {
        wire.close();
        server.close();
    }

    @Test
    void whatIsNoHttpThatWeReadIsRefusedAsAProblem() throws IOException {
        for (String target : List.of("/v1/jobs?limit=%C3%28", "/v1/jobs?&=", "/v1/jobs?cursor=%FF",
                "/v1/history?provider=%00", "/v1/jobs?a[]=1",
                "/v1/jobs/%00", "/v1/jobs/%zz", "/v1/jobs/" + "x".repeat(9_000), "/v1/jobs?q=" + "x".repeat(9_000))) {
            assertProblem(ask("GET", target), 400);
        }
        for (String header : List.of("Expect: 200-maybe", "X: " + "x".repeat(9_000))) {
            assertProblem(ask("GET", "/v1/jobs", header), 400);
        }
        assertProblem(ask("PURGE", "/v1/jobs"), 405);
        for (String method : List.of("TRACE", "CONNECT")) {
            Wire.Answer answer = ask(method, "/v1/jobs");
            assertProblem(answer, 405);
            assertThat(answer.text()).contains("method");
        }
        assertProblem(ask("POST", "/v1/jobs", "Transfer-Encoding: xchunked", "Connection: close"), 400);
        assertProblem(ask("GET", "/v1/nothing"), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=cut",
            "application/json"})
    void nothingOfABodyIsReadBeforeItIsKnownThatSomebodyMaySendIt(String type) throws IOException {
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            for (String target : List.of("/nothing", "/", "/docs", "/actuator/health", "/v1x")) {
                assertProblem(beginning(method, target, type), 413);
            }
            for (String target : List.of("/v1/jobs", "/v1/sheets", "/v1/nothing", "/%76%31/jobs")) {
                assertProblem(beginning(method, target, type, "Origin: https://elsewhere.example"), 401);
            }
            assertError(beginning(method, "/v1/%66iles", type, "Origin: https://elsewhere.example"), 401,
                    "invalid_request_error");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/status/cells/%2e%2e/%2e%2e/%2e%2e", "/v1/sheets/%2E%2e/cells/%2e./..",
            "/v1/status/cells/%2e/a/b", "/x/../v1/jobs", "/v1/./jobs", "//v1/jobs", "/v1//jobs", "/v1/jobs;x",
            "/v1;x=y/jobs", "/;/v1/jobs", "/page/%2e%2e/v1/jobs"})
    void aPathThatFiltersAndHandlersWouldReadDifferentlyIsRefused(String target) throws IOException {
        for (String method : List.of("GET", "PUT", "DELETE")) {
            assertProblem(ask(method, target, "Origin: https://elsewhere.example", "Content-Length: 0"), 400);
        }
    }

    @Test
    void namesInPathsMayHoldWhatElseLeadsElsewhere() throws IOException {
        for (String column : List.of("a%2Fb", "a%3Bb", "...", "a..b", "%2E%2E%2Fb", "a%5Cb")) {
            assertProblem(send("PUT", CELL.substring(0, CELL.length() - 1) + column, "application/json",
                    text("{\"value\": 1}")), 404);
        }
    }

    @Test
    void ofTheActuatorOnlyHealthAndPrometheusAnswer() throws IOException {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(Endpoint.class, true));
        List<String> ids = new ArrayList<>(List.of("", "jolokia", "gateway", "refresh", "restart"));
        for (var found : scanner.findCandidateComponents("org.springframework.boot")) {
            String id = Objects.toString(((AnnotatedBeanDefinition) found)
                    .getMetadata().getAnnotations().get(Endpoint.class).getValue("id").orElse(""));
            ids.add(id);
        }
        assertThat(ids).contains("health", "prometheus", "env", "heapdump", "loggers", "shutdown", "threaddump",
                "configprops");
        for (String id : ids.stream().distinct().toList()) {
            boolean open = id.equals("health") || id.equals("prometheus");
            assertThat(ask("GET", "/actuator/" + id).status()).as("GET " + id).isEqualTo(open ? 200 : 404);
            assertThat(ask("POST", "/actuator/" + id, "Content-Length: 0").status()).as("POST " + id).isIn(404, 405);
        }
        assertThat(ask("GET", "/actuator").status()).isEqualTo(404);
        assertThat(ask("GET", "/actuator/health").text()).as("what is up tells nothing of what it is made of")
                .doesNotContain("jdbc", "password", "127.0.0.1");
    }

    @Test
    void everyAnswerSaysHowItMayBeUsed() throws IOException {
        for (String target : List.of("/v1/jobs", "/v1/jobs/01980000-0000-7000-8000-000000000001", "/v1/nothing", "/",
                "/page/app.js", "/openapi.json", "/asyncapi.json", "/actuator/health", "/nothing", "/v1/jobs/%00")) {
            Wire.Answer answer = ask("GET", target);
            assertThat(answer.header("x-content-type-options")).as(target).isEqualTo("nosniff");
            assertThat(answer.header("referrer-policy")).as(target).isEqualTo("no-referrer");
            assertThat(answer.header("x-frame-options")).as(target).isEqualTo("DENY");
            assertThat(answer.header("server")).as(target).isEmpty();
            if (target.startsWith("/v1")) {
                assertThat(answer.header("cache-control")).as(target).contains("no-store");
                assertThat(answer.header("content-security-policy")).as(target).contains("default-src 'none'");
            }
        }
        assertThat(ask("GET", "/swagger-ui/index.html").header("content-security-policy"))
                .contains("default-src 'self'").contains("frame-ancestors 'none'").doesNotContain("unsafe-eval");
        assertThat(ask("GET", "/page/index.html").header("content-security-policy")).contains("default-src 'none'");
        assertThat(ask("GET", "/page/app.js").header("cache-control")).isEqualTo("no-cache");
        assertThat(ask("GET", "/asyncapi.json").text()).contains("\"asyncapi\"");
    }

    @Test
    void jsonBombsAreRefused() throws IOException {
        assertProblem(send("PUT", CELL, "application/json", text("[".repeat(100_000))), 400);
        assertProblem(send("PUT", CELL, "application/json;charset=UTF-16", new byte[]{1, 2, 3}), 400);
        assertProblem(send("PUT", CELL, "*/*", text("{}")), 400);
        assertProblem(send("POST", "/v1/keys", "application/json", new byte[]{'"', (byte) 0xFF}), 400);
        assertProblem(send("PUT", CELL, "application/json", text("{\"value\":" + "9".repeat(100_000) + "}")), 400);
        assertProblem(send("PUT", CELL, "application/json", text("{\"value\":\"" + "x".repeat(9 * MEGA) + "\"}")), 413);
        assertProblem(send("POST", "/v1/keys", "application/json", text("[" + "0,".repeat(5 * MEGA) + "0]")), 413);
        assertProblem(send("POST", "/v1/jobs", "application/json", text("{\"a\":".repeat(100_000))), 400);
        assertProblem(send("POST", "/v1/jobs", "application/json", text("{\"name\":\"" + "x".repeat(2 * MEGA) + "\"}")),
                413);
        assertProblem(send("POST", "/v1/jobs", "application/yaml", text("a: &a [1]\nb: *a\n")), 400);
        assertThat(ask("GET", "/v1/keys").text()).as("nothing of it is there").contains("\"items\":[]");
    }

    @Test
    void aTextThatBecomesALargeTreeIsRefused() throws IOException {
        byte[] values = text("{\"value\":[" + "{},".repeat(2 * MEGA) + "{}]}");
        assertProblem(send("PUT", CELL, "application/json", values), 400);
        assertProblem(send("POST", "/v1/session", "application/json", text("[" + "{},".repeat(3_000) + "{}]")), 400);
        assertProblem(send("POST", "/v1/session", "application/json", text("{\"key\":\"" + "x".repeat(20_000))), 413);
        assertProblem(
                send("POST", "/v1/jobs", "application/json", text("{\"columns\":[" + "{},".repeat(200_000) + "1]}")),
                400);
        assertProblem(send("POST", "/v1/jobs", "application/yaml", text("columns: [" + "{},".repeat(200_000) + "1]")),
                400);
        assertProblem(send("POST", "/v1/cache/warm", "application/x-ndjson",
                text("{\"request\":{\"column\":{}},\"response\":[" + "{},".repeat(200_000) + "{}]}")), 400);
        assertProblem(send("POST", "/v1/cache/warm", "application/x-ndjson", text("\n\n" + "x".repeat(2 * MEGA))), 413);
    }

    @Test
    void aFormThatIsLongerThanAnyFileIsRefusedAtOnce() throws IOException {
        assertError(beginning("POST", "/v1/files", "multipart/form-data; boundary=cut"), 413, "invalid_request_error");
        assertError(beginning("POST", "/v1/%66iles", "multipart/form-data; boundary=cut"), 413,
                "invalid_request_error");
    }

    @Test
    void aParameterThatIsNotReadIsNamedAsOpenAiDoes() throws IOException {
        Wire.Answer answer = ask("GET", "/v1/files?limit=abc");
        assertError(answer, 400, "invalid_request_error");
        assertThat(Json.MAPPER.readTree(answer.body()).at("/error/param").asString()).isEqualTo("limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/csv", "application/json", "application/x-ndjson"})
    void uploadsThatExpandWithoutEndAreRefused(String type) throws IOException {
        String beginning = switch (type) {
            case "text/csv" -> "a\n";
            case "application/json" -> "[{\"a\":\"";
            case String lines -> "{\"a\":\"";
        };
        byte[] bomb = gzip(text(beginning), 64 * MEGA);
        assertThat(bomb.length).isLessThan(MEGA);
        assertProblem(send("POST", "/v1/sheets", type, bomb, "Content-Encoding: gzip"), 413);
        assertThat(ask("GET", "/v1/sheets").text()).contains("\"items\":[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "deflate", "gzip, gzip", "x"})
    void encodingsThatAreNotReadAreRefused(String encoding) throws IOException {
        assertProblem(send("POST", "/v1/sheets", "text/csv", text("a\n1\n"), "Content-Encoding: " + encoding), 415);
    }

    @Test
    void whatIsRefusedBeforeOpenAisCallsAreReachedIsInTheirWords() throws IOException {
        assertError(ask("POST", "/v1/files", "Origin: https://elsewhere.example", "Content-Length: 0"), 401,
                "invalid_request_error");
        assertError(ask("GET", "/v1/batches/%00"), 400, "invalid_request_error");
        assertError(ask("GET", "/v1/files/a/b"), 404, "invalid_request_error");
        assertError(ask("PUT", "/v1/batches", "Content-Length: 0"), 405, "invalid_request_error");
        assertError(send("POST", "/v1/batches", "text/csv", text("a\n")), 415, "invalid_request_error");
        assertError(ask("POST", "/v1/files", "Content-Type: multipart/form-data; boundary=cut",
                "Content-Length: 999999999"), 413, "invalid_request_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "a\u0001b", "\u007f", "..", "a/.."})
    void aFileWhoseNameIsNoneIsRefused(String name) throws IOException {
        String form = "--cut\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
                + "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\n\r\n{}\r\n--cut--\r\n";

        Wire.Answer answer = send("POST", "/v1/files", "multipart/form-data; boundary=cut", text(form));
        assertError(answer, 400, "invalid_request_error");
        assertThat(Json.MAPPER.readTree(answer.body()).at("/error/param").asString()).isEqualTo("file");
    }

    private static void assertError(Wire.Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("content-type")).startsWith("application/json");
        JsonNode error = Json.MAPPER.readTree(answer.body()).path("error");
        assertThat(error.path("type").asString()).isEqualTo(type);
        assertThat(error.path("message").asString()).isNotBlank();
        assertThat(List.copyOf(error.propertyNames())).containsExactly("message", "type", "param", "code");
    }

    private static void assertProblem(Wire.Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("content-type")).startsWith("application/problem+json");
        assertThat(Json.MAPPER.readTree(answer.body()).path("type").asString()).startsWith("urn:cellmill:problem:");
        assertThat(Json.MAPPER.readTree(answer.body()).path("detail").asString()).isNotBlank();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] beginning, int more) throws IOException {
        var out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(beginning);
            byte[] block = new byte[MEGA];
            Arrays.fill(block, (byte) 'x');
            for (int written = 0; written < more; written += block.length) {
                gzip.write(block);
            }
        }
        return out.toByteArray();
    }

    private static Wire.Answer ask(String method, String target, String... headers) throws IOException {
        return wire.send("%s %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n".formatted(method, target, lines(headers))
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The head of a request whose body never comes. */
    private static Wire.Answer beginning(String method, String target, String type, String... headers)
            throws IOException {
        var all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Content-Type: " + type, "Content-Length: 400000000", "Connection: close"));
        return ask(method, target, all.toArray(String[]::new));
    }

    private static Wire.Answer send(String method, String target, String type, byte[] body, String... headers)
            throws IOException {
        var whole = new ByteArrayOutputStream();
        whole.writeBytes("%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n"
                .formatted(method, target, type, body.length, lines(headers)).getBytes(StandardCharsets.ISO_8859_1));
        whole.writeBytes(body);
        return wire.send(whole.toByteArray());
    }

    private static String lines(String... headers) {
        return String.join("", Arrays.stream(headers).map(header -> header + "\r\n").toList());
    }
}

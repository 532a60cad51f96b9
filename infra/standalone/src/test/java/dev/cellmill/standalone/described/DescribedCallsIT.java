package dev.cellmill.standalone.described;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.json.Json;
import dev.cellmill.standalone.StandaloneServer;
import dev.cellmill.standalone.StandaloneSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The description is complete, and true of a running server. */
class DescribedCallsIT {
    private static final Duration START = Duration.ofSeconds(90);
    private static final AtomicReference<RequestMappingHandlerMapping> MAPPING = new AtomicReference<>();

    @TempDir
    private static Path folder;

    private static StandaloneServer server;
    private static Wire wire;
    private static Description description;

    @Configuration(proxyBeanMethods = false)
    static class Routes {
        @Bean
        ApplicationRunner tellRoutes(RequestMappingHandlerMapping requestMappingHandlerMapping) {
            return arguments -> MAPPING.set(requestMappingHandlerMapping);
        }
    }

    @BeforeAll
    static void start() throws IOException {
        server = StandaloneServer.start(new StandaloneSettings(0, folder.resolve("data"), 0, null), Routes.class);
        wire = new Wire(Integer.parseInt(server.url().substring(server.url().lastIndexOf(':') + 1)));
        await().atMost(START).until(() -> get("/actuator/health/readiness").status() == 200);
        description = new Description(Json.MAPPER.readTree(get("/openapi.json").body()));
    }

    @AfterAll
    static void stop() throws IOException {
        wire.close();
        server.close();
    }

    private static Wire.Answer get(String target) throws IOException {
        return wire.send("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(target)
                .getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void everyRouteIsDescribedAndHasAnExample() {
        var routes = new TreeSet<String>();
        MAPPING.get().getHandlerMethods().keySet().forEach(mapping -> mapping.getPatternValues().stream()
                .filter(pattern -> pattern.startsWith("/v1"))
                .forEach(pattern -> mapping.getMethodsCondition().getMethods()
                        .forEach(method -> routes.add(method + " " + pattern))));
        assertThat(description.document().path("openapi").asString()).startsWith("3.1");
        assertThat(description.document().at("/components/securitySchemes/key/scheme").asString()).isEqualTo("bearer");
        assertThat(description.document().at("/components/securitySchemes/session/in").asString()).isEqualTo("cookie");
        assertThat(description.calls().stream().map(Description.Call::toString).collect(toSet())).isEqualTo(routes);
        var walked = new TreeSet<String>();
        description.document().path("x-walkthrough").forEach(step -> walked.add(step.path("call").asString()));
        assertThat(walked).isEqualTo(routes);
        assertThat(description.calls()).allSatisfy(call -> {
            assertThat(call.operation().path("summary").asString("")).as(call + " has a summary").isNotBlank();
            assertThat(call.operation().path("responses").has("401")).isTrue();
            call.operation().path("parameters").forEach(parameter -> assertThat(parameter.path("schema").isEmpty())
                    .as("%s: %s has a schema", call, parameter.path("name")).isFalse());
        });
    }

    @Test
    void everyCallHasANameOfItsOwn() throws IOException {
        var names = description.calls().stream().map(call -> call.operation().path("operationId").asString(""))
                .toList();
        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z][A-Za-z]*([.][a-z][A-Za-z]*)+"))
                .contains("jobs.create", "jobs.pause", "status.jobs.get", "batches.cancel");
        var elsewhere = Json.MAPPER.readTree(wire.send("GET /openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII)).body());
        assertThat(elsewhere).isEqualTo(description.document());
        assertThat(elsewhere.path("servers")).hasToString("[{\"url\":\"/\"}]");
    }

    @Test
    void theExamplesAreAnsweredAsDescribed() throws IOException {
        var walk = new WalkedThrough(description);
        List<String> complaints = new ArrayList<>();
        for (JsonNode step : description.document().path("x-walkthrough")) {
            var call = description.call(step.path("call").asString());
            Wire.Answer answer = step.has("until") ? awaited(walk, step) : wire.send(walk.request(step));
            if (answer.status() != step.path("status").asInt()) {
                complaints.add("%s is answered %d %s".formatted(step, answer.status(), answer.text()));
            }
            description.complaint(call, answer.status(), answer.header("content-type"), answer.body())
                    .ifPresent(complaint -> complaints.add("%s: %s".formatted(step, complaint)));
            if (step.has("gives")) {
                walk.note(step, Json.MAPPER.readTree(answer.body()));
            }
        }
        assertThat(complaints).isEmpty();
    }

    private static Wire.Answer awaited(WalkedThrough walk, JsonNode step) {
        return await().atMost(START).until(() -> wire.send(walk.request(step)), answer -> {
            JsonNode body = Json.MAPPER.readTree(answer.body());
            return step.path("until").properties().stream()
                    .allMatch(wanted -> body.at(wanted.getKey()).equals(wanted.getValue()));
        });
    }
}

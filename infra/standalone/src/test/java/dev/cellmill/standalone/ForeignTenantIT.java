package dev.cellmill.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/**
 * Every route of the running services, found in their own mappings, asked as one tenant for what is another's. A route that
 * is new and names something in its path is asked too, or fails for want of an id to ask for; one that names nothing has to
 * be entered below, with what it is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignTenantIT {
    private static final String LETTERS = "{\"columns\": [{\"name\": \"country\", \"provider\": \"phone\","
            + " \"inputs\": {\"phone\": \"{{phone}}\", \"region\": \"US\"}, \"field\": \"country\"}], \"%s\": \"%s\"}";

    /** One that nobody answers for, so that a batch which asks it runs until it is cancelled. */
    private static final String PROVIDERS = """
            providers:
              model: {kind: openai, baseUrl: "http://127.0.0.1:1/v1", models: {away: {}}}
            """;

    private static final String FORM = """
            --cut\r
            Content-Disposition: form-data; name="purpose"\r
            \r
            batch\r
            --cut\r
            Content-Disposition: form-data; name="file"; filename="acmes.jsonl"\r
            \r
            {"custom_id": "acmes", "method": "POST", "url": "/v1/chat/completions", "body": {"model": "away", "messages": []}}\r
            --cut--\r
            """;
    private static final String BATCH = """
            {"input_file_id": "%s", "endpoint": "/v1/chat/completions", "completion_window": "24h"}""";

    /** Those whose bodies are looked at before the ids in their paths. */
    private static final Map<String, String> BODIES = Map.of(
            "PATCH /v1/jobs/{id}", "{\"priority\": \"low\"}",
            "POST /v1/sheets/{id}/rows", "[{\"phone\": \"2\"}]",
            "PUT /v1/sheets/{id}/cells/{row}/{column}", "{\"value\": \"3\"}");

    /** Names in paths that are each tenant's own: whoever puts one makes its own. */
    private static final Set<String> OWN_NAMES = Set.of("PUT /v1/templates/{name}");

    /** Routes without anything in their paths. */
    private static final Set<String> LISTS = Set.of("GET /v1/sheets", "GET /v1/jobs", "GET /v1/templates",
            "GET /v1/keys", "GET /v1/history", "GET /v1/files", "GET /v1/batches");
    private static final Set<String> OF_A_SHEET = Set.of("POST /v1/jobs", "POST /v1/jobs/preview",
            "POST /v1/jobs/estimate");
    private static final Set<String> OF_NOBODY_ELSE = Set.of("POST /v1/sheets", "POST /v1/files", "POST /v1/keys",
            "GET /v1/providers",
            "GET /v1/cache/stats", "DELETE /v1/cache", "POST /v1/cache/warm", "GET /v1/session", "POST /v1/session",
            "DELETE /v1/session");

    private final HttpClient http = HttpClient.newHttpClient();
    private StandaloneServer server;
    private String operator;
    private String acme;
    private String globex;
    private String acmeKey;
    private String sheet;
    private String job;
    private String file;
    private String batch;

    /** @param type that its body may have */
    record Route(String method, String pattern, String type) {
        String name() {
            return method + " " + pattern;
        }
    }

    /** Holds on to the mappings of the context that is starting. */
    @Configuration(proxyBeanMethods = false)
    static class Mappings {
        private static final CompletableFuture<RequestMappingHandlerMapping> FOUND = new CompletableFuture<>();

        @Bean
        Object mappingsForTheTest(@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings) {
            FOUND.complete(mappings);
            return new Object();
        }
    }

    @BeforeAll
    void oneTenantHasOneOfEverything(@TempDir Path folder) throws IOException {
        Path providers = Files.writeString(folder.resolve("providers.yaml"), PROVIDERS);
        server = StandaloneServer.start(new StandaloneSettings(0, folder.resolve("data"), 0, providers),
                Mappings.class);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> ask(null, "GET", "/actuator/health/readiness", null, null).statusCode() == 200);
        operator = made("POST", null, "/v1/keys", "{}").path("key").asString();
        JsonNode key = made("POST", operator, "/v1/keys", "{\"tenant\": \"acme\"}");
        acme = key.path("key").asString();
        acmeKey = key.path("id").asString();
        globex = made("POST", operator, "/v1/keys", "{\"tenant\": \"globex\"}").path("key").asString();
        sheet = made("POST", acme, "/v1/sheets?name=acmes-leads", "[{\"phone\": \"+1 650 253 0000\"}]").path("id")
                .asString();
        made("PUT", acme, "/v1/templates/acmes-template", LETTERS.formatted("name", "acmes"));
        job = made("POST", acme, "/v1/jobs?wait=30s", LETTERS.formatted("sheet", sheet)).path("id").asString();
        made("PUT", acme, "/v1/sheets/%s/cells/0/country".formatted(sheet), "{\"value\": \"acmes value\"}");
        file = Json.MAPPER.readTree(ask(acme, "POST", "/v1/files", "multipart/form-data; boundary=cut", FORM).body())
                .path("id").asString();
        batch = made("POST", acme, "/v1/batches", BATCH.formatted(file)).path("id").asString();
        await().atMost(Duration.ofMinutes(1)).until(() -> made("GET", acme, "/v1/batches/" + batch, null)
                .path("status").asString().equals("in_progress"));
    }

    @AfterAll
    void stop() {
        http.close();
        server.close();
    }

    static Stream<Route> routes() {
        var routes = new TreeMap<String, Route>();
        Mappings.FOUND.join().getHandlerMethods().forEach((info, handler) -> {
            if (handler.getBeanType().getPackageName().startsWith("dev.cellmill.")) {
                routes(info).forEach(route -> routes.merge(route.name(), route,
                        (one, other) -> "application/json".equals(one.type()) ? one : other));
            }
        });
        return routes.values().stream();
    }

    private static Stream<Route> routes(RequestMappingInfo info) {
        Set<MediaType> taken = info.getConsumesCondition().getConsumableMediaTypes();
        String type = taken.isEmpty() || taken.contains(MediaType.APPLICATION_JSON)
                ? "application/json"
                : taken.iterator().next().toString();
        return info.getPatternValues().stream().flatMap(pattern -> info.getMethodsCondition().getMethods().stream()
                .map(method -> new Route(method.name(), pattern, type)));
    }

    @Test
    void theRoutesAreFound() {
        assertThat(routes().map(Route::name)).contains("GET /v1/status/jobs/{id}/stream", "DELETE /v1/keys/{id}",
                "GET /v1/status/jobs/{id}/results").hasSizeGreaterThan(35);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void whatIsAnothersIsAnsweredAsIfItWereNot(Route route) {
        if (route.pattern().contains("{")) {
            if (OWN_NAMES.contains(route.name())) {
                return;
            }
            assertAlike(route, path(route, theirs()), path(route, nobodys()), BODIES.get(route.name()),
                    BODIES.get(route.name()), 404);
            if (route.method().equals("GET")) {
                assertThat(ask(acme, "GET", path(route, theirs()), null, null).statusCode())
                        .as("it is there for its owner").isIn(200, 204);
                assertAlike(new Route("HEAD", route.pattern(), route.type()), path(route, theirs()),
                        path(route, nobodys()),
                        null, null, 404);
            }
        } else if (OF_A_SHEET.contains(route.name())) {
            assertAlike(route, route.pattern(), route.pattern(), LETTERS.formatted("sheet", sheet),
                    LETTERS.formatted("sheet", new UUID(7, 7)), 422);
            assertAlike(route, route.pattern(), route.pattern(), LETTERS.formatted("template", "acmes-template"),
                    LETTERS.formatted("template", "nobodys-template"), 422);
        } else if (route.name().equals("POST /v1/batches")) {
            assertAlike(route, route.pattern(), route.pattern(), BATCH.formatted(file),
                    BATCH.formatted(nobodys().get("files/{id}")), 400);
        } else if (LISTS.contains(route.name())) {
            HttpResponse<String> list = ask(globex, "GET", route.pattern(), null, null);
            assertThat(list.statusCode()).isEqualTo(200);
            assertThat(list.body()).doesNotContain("acme", sheet, job, acmeKey, file, batch);
        } else {
            assertThat(OF_NOBODY_ELSE).as("a route that no case is written for: enter it in this test")
                    .contains(route.name());
        }
    }

    @Test
    void nothingOfTheirsHasChangedByAllThat() {
        routes().forEach(this::whatIsAnothersIsAnsweredAsIfItWereNot);
        assertThat(ask(globex, "PUT", "/v1/templates/acmes-template", "application/json",
                LETTERS.formatted("name", "globexs")).statusCode()).isBetween(200, 201);
        assertThat(made("GET", acme, "/v1/templates/acmes-template", null).at("/spec/name").asString())
                .isEqualTo("acmes");
        assertThat(ask(globex, "POST", "/v1/keys", "application/json", "{\"tenant\": \"acme\"}").statusCode())
                .isEqualTo(403);
        assertThat(ask(globex, "DELETE", "/v1/cache", null, null).statusCode()).isEqualTo(403);
        assertThat(ask(globex, "GET", "/v1/cache/stats", null, null).statusCode()).isEqualTo(403);
        assertThat(made("GET", operator, "/v1/cache/stats", null).has("memory")).isTrue();
        assertThat(made("GET", acme, "/v1/batches/" + batch, null).path("status").asString()).isEqualTo("in_progress");
        JsonNode found = made("GET", acme, "/v1/jobs/" + job, null);
        assertThat(found.path("state").asString()).isEqualTo("completed");
        assertThat(found.at("/spec/priority").asString("normal")).isEqualTo("normal");
        JsonNode rows = made("GET", acme, "/v1/status/sheets/%s/rows".formatted(sheet), null);
        assertThat(rows.path("total").asInt()).isEqualTo(1);
        assertThat(rows.toString()).contains("acmes value");
    }

    @Test
    void itsOwnerMayDoToABatchWhatOthersMayNot() {
        assertThat(ask(acme, "POST", "/v1/batches/" + batch + "/sheet", null, null).statusCode()).isEqualTo(201);
        String other = made("POST", acme, "/v1/batches", BATCH.formatted(file)).path("id").asString();
        assertThat(made("POST", acme, "/v1/batches/" + other + "/cancel", null).path("status").asString())
                .isIn("cancelling", "cancelled");
    }

    /** The same answer to both: its status, its headers, each byte of its body, but for what was asked for. */
    private void assertAlike(Route route, String theirs, String nobodys, @Nullable String theirBody,
            @Nullable String nobodysBody, int status) {
        HttpResponse<String> real = ask(globex, route.method(), theirs, route.type(), theirBody);
        HttpResponse<String> unknown = ask(globex, route.method(), nobodys, route.type(), nobodysBody);
        assertThat(real.statusCode()).as(real.body()).isEqualTo(status);
        assertThat(unknown.statusCode()).isEqualTo(status);
        assertThat(unnamed(real.body())).isEqualTo(unnamed(unknown.body()));
        assertThat(headers(real)).isEqualTo(headers(unknown));
    }

    private String unnamed(String body) {
        String unnamed = body;
        for (String name : Stream.concat(theirs().values().stream(), nobodys().values().stream()).toList()) {
            unnamed = name.length() < 8 ? unnamed : unnamed.replace(name, "…");
        }
        return unnamed;
    }

    private static Map<String, List<String>> headers(HttpResponse<String> answer) {
        var headers = new TreeMap<>(answer.headers().map());
        headers.remove("date");
        headers.remove("x-request-id");
        // the server ends a connection after so many requests
        headers.remove("connection");
        // of bodies that echo a name
        headers.remove("content-length");
        return headers;
    }

    /** What stands in a path for what: by the piece before it. */
    private Map<String, String> theirs() {
        return named(job, sheet, acmeKey, "acmes-template", file, batch);
    }

    private static Map<String, String> nobodys() {
        return named(new UUID(7, 8).toString(), new UUID(7, 7).toString(), "abcdefghijkl", "nobodys-template",
                "file-" + "7".repeat(32), "batch_" + "7".repeat(32));
    }

    private static Map<String, String> named(String job, String sheet, String key, String template, String file,
            String batch) {
        var names = new LinkedHashMap<String, String>();
        names.put("jobs/{id}", job);
        names.put("sheets/{id}", sheet);
        names.put("cells/{sheet}/{row}/{column}", sheet + "/0/country");
        names.put("keys/{id}", key);
        names.put("templates/{name}", template);
        names.put("files/{id}", file);
        names.put("batches/{id}", batch);
        return names;
    }

    private static String path(Route route, Map<String, String> names) {
        String path = route.pattern();
        for (Map.Entry<String, String> name : names.entrySet()) {
            String place = name.getKey().substring(0, name.getKey().indexOf('/') + 1);
            path = path.replace(name.getKey(), place + name.getValue());
        }
        path = path.replace("cells/{row}/{column}", "cells/0/country");
        assertThat(path).as("a path with a piece that nothing is known for: enter it in this test")
                .doesNotContain("{");
        return path;
    }

    private JsonNode made(String method, @Nullable String key, String path, @Nullable String body) {
        HttpResponse<String> answer = ask(key, method, path, "application/json", body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return Json.MAPPER.readTree(answer.body());
    }

    private HttpResponse<String> ask(@Nullable String key, String method, String path, @Nullable String type,
            @Nullable String body) {
        var request = HttpRequest.newBuilder(URI.create(server.url() + path)).timeout(Duration.ofSeconds(60))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (type != null && body != null) {
            request.header("Content-Type", type);
        }
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

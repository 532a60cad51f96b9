package dev.cellmill.browser;

import dev.cellmill.common.json.Json;
import dev.cellmill.standalone.StandaloneServer;
import dev.cellmill.standalone.StandaloneSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** One standalone with a made-up model for all tests of the JVM; it ends with it. */
final class Site {
    static final Site SITE = start("site");

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;
    private volatile @Nullable String key;

    private Site(String url) {
        this.url = url;
    }

    /** Another one of its own, which ends with the JVM too. @param name of its folder */
    static Site start(String name) {
        try {
            Path folder = Path.of("target", name).toAbsolutePath();
            FileSystemUtils.deleteRecursively(folder);
            Path providers = Files.writeString(Files.createDirectories(folder).resolve("providers.yaml"), """
                    default: {provider: writer}
                    providers:
                      writer:
                        kind: openai
                        baseUrl: %s
                        models: {writer-small: {inputPerMillion: 250, outputPerMillion: 2000, maxTokens: 100}}
                        limits: {concurrency: 6}
                    """.formatted(WordyModel.start().url()));
            var settings = new StandaloneSettings(0, folder.resolve("data"), 0, providers);
            return new Site(StandaloneServer.start(settings).url());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return url;
    }

    /** @return a new key, which later calls show */
    String signIn(String name) {
        String made = send("POST", "/v1/keys", "application/json",
                BodyPublishers.ofString("{\"name\": \"%s\"}".formatted(name))).path("key").asString();
        key = made;
        return made;
    }

    /** A key made before. */
    void show(String made) {
        key = made;
    }

    void revoke(String key) {
        send("DELETE", "/v1/keys/" + key.split("_", 3)[1], "application/json", BodyPublishers.noBody());
    }

    /** @return its id */
    String sheet(String name, BodyPublisher csv) {
        String query = "?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        return send("POST", "/v1/sheets" + query, "text/csv", csv).path("id").asString();
    }

    String sheet(String name, String csv) {
        return sheet(name, BodyPublishers.ofString(csv));
    }

    /** @return its id */
    String job(Map<String, ?> job) {
        return send("POST", "/v1/jobs", "application/json",
                BodyPublishers.ofString(Json.MAPPER.writeValueAsString(job)))
                .path("id").asString();
    }

    JsonNode get(String path) {
        return send("GET", path, "application/json", BodyPublishers.noBody());
    }

    /** Unless it has ended. */
    void cancel(String job) {
        if (get("/v1/jobs/" + job).path("endedAt").isString()) {
            return;
        }
        send("POST", "/v1/jobs/%s/cancel".formatted(job), "application/json", BodyPublishers.noBody());
    }

    private JsonNode send(String method, String path, String type, BodyPublisher body) {
        try {
            var request = HttpRequest.newBuilder(URI.create(url + path)).method(method, body)
                    .header("Content-Type", type);
            if (key != null) {
                request.header("Authorization", "Bearer " + key);
            }
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new AssertionError("%s %s answered %d: %s".formatted(method, path, answer.statusCode(),
                        answer.body()));
            }
            return Json.MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

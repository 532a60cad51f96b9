package dev.cellmill.standalone.client;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One Cellmill server. Thread-safe. Every call throws {@link ServerProblem} where the server refuses, and
 * {@link ServerAway} where it cannot be reached.
 */
public final class CellmillClient implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int FIRST_ERROR = 400;

    private final URI server;
    private final @Nullable String key;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    /** @param server its root, such as {@code http://localhost:8080} */
    public CellmillClient(URI server) {
        this(server, null);
    }

    /** @param key that each request shows, null for none */
    public CellmillClient(URI server, @Nullable String key) {
        this.server = requireNonNull(server, "server is null");
        this.key = key;
    }

    public URI server() {
        return server;
    }

    /** The newest sheet made of a file with these bytes. @param sha256 in hexadecimal */
    public Optional<JsonNode> sheetOfContent(String sha256) {
        JsonNode items = get("/v1/sheets?limit=1&contentHash=" + sha256).path("items");
        return items.isEmpty() ? Optional.empty() : Optional.of(items.get(0));
    }

    public JsonNode sheet(String id) {
        return get("/v1/sheets/" + encoded(id));
    }

    /** Streams the file in. */
    public JsonNode uploadCsv(Path file, String name) {
        try {
            return json(request("/v1/sheets?name=" + encoded(name))
                    .header("Content-Type", "text/csv")
                    .POST(BodyPublishers.ofFile(file))
                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode submit(JsonNode job) {
        return json(request("/v1/jobs")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(job)))
                .build());
    }

    /** What the job would cost and how long it would take; nothing is run. */
    public JsonNode estimate(JsonNode job) {
        return json(request("/v1/jobs/estimate")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(job)))
                .build());
    }

    /** Whether everything that the server needs is there. */
    public boolean isUp() {
        HttpResponse<InputStream> response = send(request("/actuator/health").GET().build());
        try (InputStream body = response.body()) {
            body.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return response.statusCode() < FIRST_ERROR;
    }

    /** The newest jobs. @param limit 1 to 1000 */
    public JsonNode jobs(int limit) {
        return get("/v1/jobs?limit=" + limit);
    }

    public JsonNode job(String id) {
        return get("/v1/jobs/" + encoded(id));
    }

    /** The job after the change, with its receipt. @param verb pause, resume, cancel or retry-failed */
    public JsonNode change(String jobId, String verb) {
        return json(request("/v1/jobs/" + encoded(jobId) + "/" + verb).POST(BodyPublishers.noBody()).build());
    }

    /** The job after a change of what can be changed while it is open. */
    public JsonNode patch(String jobId, JsonNode change) {
        return json(request("/v1/jobs/" + encoded(jobId))
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(change)))
                .build());
    }

    public JsonNode status(String jobId) {
        return get("/v1/status/jobs/" + encoded(jobId));
    }

    /** Counters as stored and as recounted. */
    public JsonNode audit(String jobId) {
        return get("/v1/status/jobs/" + encoded(jobId) + "/audit");
    }

    /** The grid of a sheet from a row on. */
    public JsonNode rows(String sheetId, int offset, int limit) {
        return get("/v1/status/sheets/" + encoded(sheetId) + "/rows?offset=" + offset + "&limit=" + limit);
    }

    /** With the key itself, which no later call shows. @param tenant null for the own one @param name null for none */
    public JsonNode createKey(@Nullable String tenant, @Nullable String name) {
        ObjectNode wanted = JsonNodeFactory.instance.objectNode();
        if (tenant != null) {
            wanted.put("tenant", tenant);
        }
        if (name != null) {
            wanted.put("name", name);
        }
        return json(request("/v1/keys")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(wanted)))
                .build());
    }

    /** The newest keys. @param limit 1 to 1000 */
    public JsonNode keys(int limit) {
        return get("/v1/keys?limit=" + limit);
    }

    public void revokeKey(String id) {
        json(request("/v1/keys/" + encoded(id)).DELETE().build());
    }

    /** Streams the job's rows as CSV. */
    public void results(String jobId, OutputStream out) {
        copy("/v1/status/jobs/" + encoded(jobId) + "/results", out);
    }

    /** Streams all rows of a sheet as CSV, over all its jobs. */
    public void sheetResults(String sheetId, OutputStream out) {
        copy("/v1/status/sheets/" + encoded(sheetId) + "/results", out);
    }

    /** Streams the whole text of a cell, in UTF-8. */
    public void output(String sheetId, int row, String column, OutputStream out) {
        copy("/v1/status/cells/" + encoded(sheetId) + "/" + row + "/" + encoded(column) + "/output", out);
    }

    @Override
    public void close() {
        http.close();
    }

    private void copy(String path, OutputStream out) {
        HttpResponse<InputStream> response = send(request(path).GET().build());
        try (InputStream body = response.body()) {
            refuse(response.statusCode(), body);
            body.transferTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode get(String path) {
        return json(request(path).GET().build());
    }

    private JsonNode json(HttpRequest request) {
        HttpResponse<InputStream> response = send(request);
        try (InputStream body = response.body()) {
            refuse(response.statusCode(), body);
            return Json.MAPPER.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(server.resolve(path)).header("Accept", "application/json, text/csv, */*");
        return key == null ? request : request.header("Authorization", "Bearer " + key);
    }

    private HttpResponse<InputStream> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new ServerAway(server, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerAway(server, e);
        }
    }

    private static void refuse(int status, InputStream body) throws IOException {
        if (status < FIRST_ERROR) {
            return;
        }
        byte[] bytes = body.readAllBytes();
        JsonNode problem;
        try {
            problem = Json.MAPPER.readTree(bytes);
        } catch (JacksonException e) {
            problem = JsonNodeFactory.instance.objectNode();
        }
        throw new ServerProblem(status, problem);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

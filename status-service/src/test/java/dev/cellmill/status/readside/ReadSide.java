package dev.cellmill.status.readside;

import dev.cellmill.common.access.AccessModule;
import dev.cellmill.common.db.Schema;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.problem.ProblemAdvice;
import dev.cellmill.common.service.EncodedSlashes;
import dev.cellmill.testkit.Backends;
import dev.cellmill.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** One server on one database for all tests of the JVM; each test makes sheets of its own. Its clock stands still. */
public final class ReadSide {
    public static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");
    public static final ReadSide SERVER = new ReadSide();

    private final HttpClient client = HttpClient.newHttpClient();
    private final JdbcClient database;
    private final int port;

    private ReadSide() {
        TestDatabase database = Backends.newDatabase();
        Schema.migrate(database.dataSource());
        var context = new SpringApplicationBuilder(Packages.class).run("--spring.config.name=cellmill,status-service",
                "--server.port=0", "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password());
        this.port = ((WebServerApplicationContext) context).getWebServer().getPort();
        this.database = JdbcClient.create(database.dataSource());
    }

    public JdbcClient database() {
        return database;
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build());
    }

    public HttpResponse<String> get(String path, String header, String value) {
        return send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).header(header, value).build());
    }

    HttpResponse<String> ask(String path, String key, String method) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + key)
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The body of a 200. */
    public JsonNode json(String path) {
        HttpResponse<String> response = get(path);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + " answered " + response.statusCode() + ": " + response.body());
        }
        return Json.MAPPER.readTree(response.body());
    }

    public int port() {
        return port;
    }

    /** Not a component, so that a scan of the whole service passes it over. */
    @EnableAutoConfiguration
    @ComponentScan({
            "dev.cellmill.status.sheet", "dev.cellmill.status.cell", "dev.cellmill.status.progress",
            "dev.cellmill.status.results", "dev.cellmill.status.audit", "dev.cellmill.status.page"})
    @ConfigurationPropertiesScan("dev.cellmill.status.audit")
    @Import({ProblemAdvice.class, AccessModule.class, EncodedSlashes.class})
    static class Packages {
        @Bean
        Clock clock() {
            return Clock.fixed(NOW, ZoneOffset.UTC);
        }
    }
}

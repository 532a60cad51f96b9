package dev.cellmill.jobapi.job;

import static dev.cellmill.common.db.generated.intake.Tables.SHEET;
import static dev.cellmill.common.db.generated.intake.Tables.SHEET_ROW;
import static dev.cellmill.common.db.generated.worker.Tables.PROVIDER;

import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.common.secret.Sealer;
import dev.cellmill.jobapi.JobApiApplication;
import dev.cellmill.testkit.Backends;
import dev.cellmill.testkit.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** This service as a client sees it, on a database of its own, with providers announced as workers would. */
public final class RunningJobApi implements AutoCloseable {
    public final DSLContext db;
    public final TestDatabase database;
    final Sealer sealer;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;
    private final String address;

    public record Answer(int status, JsonNode body, HttpResponse<String> raw) {
        public String at(String pointer) {
            return body.at(pointer).asString("");
        }
    }

    /** @param settings beside the usual ones, like {@code cellmill.a=b} */
    public RunningJobApi(String... settings) {
        this(Backends.newDatabase(), Sealer.newKey(), settings);
    }

    /** @param secretsKey as it is configured */
    RunningJobApi(TestDatabase database, String secretsKey, String... settings) {
        this.database = database;
        this.sealer = Sealer.of(secretsKey);
        this.db = DSL.using(database.dataSource(), SQLDialect.POSTGRES);
        var arguments = new ArrayList<>(List.of("spring.config.name=cellmill,job-api", "server.port=0",
                "spring.datasource.url=" + database.url(), "spring.datasource.username=" + database.user(),
                "spring.datasource.password=" + database.password(),
                "spring.kafka.bootstrap-servers=" + Backends.kafkaBootstrap(), "cellmill.secrets.key=" + secretsKey));
        arguments.addAll(List.of(settings));
        context = new SpringApplicationBuilder(JobApiApplication.class)
                .run(arguments.stream().map(argument -> "--" + argument).toArray(String[]::new));
        address = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
        announce("gpt", "openai", ProviderFamily.LLM, "ai", List.of(), null,
                Map.of("mini", new ProviderProfile.Model(new BigDecimal("1"), new BigDecimal("10"), 100)));
        announce("phone", "phone", ProviderFamily.LOCAL, "local", List.of("phone", "region"), null, Map.of());
        announce("classify", "classify", ProviderFamily.CLASSIFIER, "classify", List.of("text"), null, Map.of());
        announce("crm", "http", ProviderFamily.HTTP, "crm", List.of(), "CRM_KEY", Map.of());
    }

    /** A part of the service, for what no client can ask it. */
    public <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    MeterRegistry meters() {
        return context.getBean(MeterRegistry.class);
    }

    SheetId sheet(List<String> columns, String... rows) {
        return sheet("ready", columns, rows);
    }

    SheetId sheet(String state, List<String> columns, String... rows) {
        SheetId id = SheetId.next();
        OffsetDateTime now = OffsetDateTime.now();
        db.insertInto(SHEET)
                .set(SHEET.ID, id.value()).set(SHEET.TENANT, "default").set(SHEET.NAME, "leads")
                .set(SHEET.COLUMNS, columns.toArray(String[]::new)).set(SHEET.ROW_COUNT, rows.length)
                .set(SHEET.BYTE_COUNT, 0L).set(SHEET.STATE, state).set(SHEET.WRITTEN_AT, now)
                .set(SHEET.CREATED_AT, now)
                .execute();
        for (int row = 0; row < rows.length; row++) {
            db.insertInto(SHEET_ROW)
                    .set(SHEET_ROW.SHEET_ID, id.value()).set(SHEET_ROW.ROW, row).set(SHEET_ROW.TENANT, "default")
                    .set(SHEET_ROW.INPUT, JSONB.valueOf(rows[row]))
                    .execute();
        }
        return id;
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(URI.create(address + path)).build());
    }

    Answer postYaml(String path, String body, String... headers) {
        return post(path, "application/yaml", body, headers);
    }

    public Answer post(String path, String type, String body, String... headers) {
        var all = new ArrayList<>(List.of("Content-Type", type));
        all.addAll(Arrays.asList(headers));
        return send(HttpRequest.newBuilder(URI.create(address + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .headers(all.toArray(String[]::new))
                .build());
    }

    Answer patch(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(address + path))
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .build());
    }

    Answer postParts(String path, String sheet, String job, String... headers) {
        String body = """
                --cut\r
                Content-Disposition: form-data; name="sheet"; filename="leads.csv"\r
                Content-Type: text/csv\r
                \r
                %s\r
                --cut\r
                Content-Disposition: form-data; name="job"; filename="job.yaml"\r
                \r
                %s\r
                --cut--\r
                """.formatted(sheet, job);
        return post(path, "multipart/form-data; boundary=cut", body, headers);
    }

    /** With a key, or with none; a body is JSON. */
    public Answer ask(@Nullable String key, String method, String path, @Nullable String body) {
        var request = HttpRequest.newBuilder(URI.create(address + path)).method(method,
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return send(request.build());
    }

    /** As a browser would. @param headers names and values in turn */
    Answer browse(String method, String path, @Nullable String body, String... headers) {
        return send(HttpRequest.newBuilder(URI.create(address + path))
                .method(method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .headers(headers)
                .build());
    }

    String address() {
        return address;
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), Json.MAPPER.readTree(response.body()), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void announce(String name, String kind, ProviderFamily family, String lane, List<String> inputs,
            @Nullable String missingVariable, Map<String, ProviderProfile.Model> models) {
        var profile = new ProviderProfile(name, kind, family, lane, "hash", missingVariable, inputs,
                inputs.stream().limit(1).toList(), List.of(), List.of(), models, null, family == ProviderFamily.LLM,
                new ProviderProfile.Limits(null, null, 5, Duration.ofSeconds(90)), BigDecimal.ZERO,
                new ProviderProfile.Cache(ProviderProfile.Cache.Mode.NONE, Duration.ZERO));
        db.insertInto(PROVIDER)
                .set(PROVIDER.NAME, name).set(PROVIDER.LANE, lane).set(PROVIDER.ANNOUNCED_AT, OffsetDateTime.now())
                .set(PROVIDER.PROFILE, JSONB.valueOf(Json.MAPPER.writeValueAsString(profile)))
                .onConflictDoNothing()
                .execute();
    }

    @Override
    public void close() {
        context.close();
        client.close();
    }
}

package dev.cellmill.jobapi.sheet;

import static dev.cellmill.common.db.generated.intake.Tables.SHEET;
import static dev.cellmill.common.db.generated.intake.Tables.SHEET_ROW;
import static dev.cellmill.common.db.generated.jobs.Tables.JOB;
import static dev.cellmill.common.db.generated.jobs.Tables.REMOVED_JOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.db.Schema;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.json.Json;
import dev.cellmill.jobapi.JobApiApplication;
import dev.cellmill.testkit.Backends;
import dev.cellmill.testkit.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

class SheetApiIT {
    private static final String CSV = "text/csv";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static DSLContext database;
    private static ConfigurableApplicationContext context;
    private static int port;

    @BeforeAll
    static void begin() {
        TestDatabase server = Backends.newDatabase();
        Schema.migrate(server.dataSource());
        database = DSL.using(server.dataSource(), SQLDialect.POSTGRES);
        context = new SpringApplicationBuilder(JobApiApplication.class)
                .run("--spring.config.name=cellmill,job-api", "--server.port=0",
                        "--server.tomcat.connection-timeout=1s", "--spring.datasource.url=" + server.url(),
                        "--spring.datasource.username=" + server.user(),
                        "--spring.datasource.password=" + server.password(),
                        "--spring.kafka.bootstrap-servers=" + Backends.kafkaBootstrap());
        port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    @AfterAll
    static void end() {
        context.close();
        CLIENT.close();
    }

    @BeforeEach
    void empty() {
        database.truncate(SHEET).execute();
        database.truncate(SHEET_ROW).execute();
    }

    @Test
    void aSheetIsMadeReadListedGrownAndDeleted() throws Exception {
        HttpResponse<String> made = post("?name=people", CSV, "name,city\nAda,London\n");
        JsonNode sheet = json(made);
        String id = sheet.get("id").asString();

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.headers().firstValue("Location")).hasValue("/v1/sheets/" + id);
        assertThat(sheet.get("name").asString()).isEqualTo("people");
        assertThat(sheet.get("columns")).hasToString("[\"name\",\"city\"]");
        assertThat(sheet.get("rowCount").asInt()).isEqualTo(1);
        assertThat(json(get("/" + id))).isEqualTo(sheet);
        String hash = sheet.get("contentHash").asString();
        assertThat(json(get("?contentHash=" + hash)).at("/items/0/id").asString()).isEqualTo(id);
        assertThat(json(get("?contentHash=" + "00".repeat(32))).get("items")).isEmpty();

        assertThat(
                json(post("/" + id + "/rows", "application/x-ndjson", "{\"name\":\"Bob\",\"age\":7}")).get("rowCount")
                        .asInt())
                .isEqualTo(2);
        assertThat(json(get("?contentHash=" + hash)).get("items")).isEmpty();

        assertThat(send(request("/" + id).DELETE()).statusCode()).isEqualTo(204);
        assertThat(get("/" + id).statusCode()).isEqualTo(404);
        await().untilAsserted(SheetApiIT::assertNothingStored);
    }

    @Test
    void listsGoOnFromTheirCursor() throws Exception {
        for (int i = 0; i < 5; i++) {
            post("?name=s" + i, CSV, "a\n");
        }
        JsonNode first = json(get("?limit=3"));
        JsonNode second = json(get("?limit=3&cursor=" + first.get("next").asString()));

        assertThat(first.get("items").valueStream().map(sheet -> sheet.get("name").asString())).containsExactly("s4",
                "s3", "s2");
        assertThat(second.get("items").valueStream().map(sheet -> sheet.get("name").asString())).containsExactly("s1",
                "s0");
        assertThat(second.get("next").isNull()).isTrue();
    }

    @Test
    void bodiesMayBeCompressedAndHaveTheHashOfTheFile() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write("a;b\n1;2\n".getBytes(StandardCharsets.UTF_8));
        }
        JsonNode zipped = json(send(request("?delimiter=%3B").header("Content-Type", "text/csv; charset=UTF-8")
                .header("Content-Encoding", "gzip").POST(BodyPublishers.ofByteArray(bytes.toByteArray()))));
        JsonNode plain = json(post("?delimiter=%3B", CSV, "a;b\n1;2\n"));

        assertThat(zipped.get("columns")).hasToString("[\"a\",\"b\"]");
        assertThat(zipped.get("contentHash")).isEqualTo(plain.get("contentHash"));
    }

    @Test
    void whatIsNotReadIsToldSo() throws Exception {
        assertProblem(post("", "text/plain", "a\n"), 415, "media-type-unsupported");
        assertProblem(post("", "text/csv; charset=ISO-8859-1", "a\n"), 415, "media-type-unsupported");
        assertProblem(send(request("").header("Content-Type", CSV).header("Content-Encoding", "br")
                .POST(BodyPublishers.ofString("a\n"))), 415, "media-type-unsupported");
        assertProblem(post("?delimiter=ab", CSV, "a\n"), 400, "request-invalid");
        assertProblem(post("", CSV, ""), 422, "sheet-malformed");
        assertProblem(post("", "application/json", "{}"), 422, "sheet-malformed");
        assertProblem(get("?limit=0"), 400, "request-invalid");
        assertProblem(get("?cursor=x"), 400, "request-invalid");
        assertProblem(get("?contentHash=x"), 400, "request-invalid");
        assertNothingStored();
    }

    @Test
    void unknownIdsAreAllAlike() throws Exception {
        String unknown = assertProblem(get("/" + SheetId.next()), 404, "not-found");

        assertThat(assertProblem(get("/nonsense"), 404, "not-found")).isEqualTo(unknown);
        assertThat(assertProblem(send(request("/" + SheetId.next()).DELETE()), 404, "not-found")).isEqualTo(unknown);
        assertThat(assertProblem(post("/" + SheetId.next() + "/rows", CSV, "a\n"), 404, "not-found"))
                .isEqualTo(unknown);
    }

    @Test
    void aSheetWithAnOpenJobIsNotDeleted() throws Exception {
        String id = json(post("", CSV, "a\n1\n")).get("id").asString();
        openJobOn(id);

        assertProblem(send(request("/" + id).DELETE()), 409, "sheet-in-use");
        assertThat(get("/" + id).statusCode()).isEqualTo(200);
    }

    @Test
    void theJobsOfASheetGoWithIt() throws Exception {
        String id = json(post("", CSV, "a\n1\n")).get("id").asString();
        openJobOn(id);
        database.execute("UPDATE jobs.job SET state = 'failed' WHERE sheet_id = ?::uuid", id);
        String job = database.fetchSingle("SELECT id::text FROM jobs.job WHERE sheet_id = ?::uuid", id)
                .get(0, String.class);

        assertThat(send(request("/" + id).DELETE()).statusCode()).isEqualTo(204);

        assertThat(database.fetchExists(JOB, JOB.SHEET_ID.eq(UUID.fromString(id)))).isFalse();
        assertThat(database.fetchExists(REMOVED_JOB, REMOVED_JOB.JOB_ID.eq(UUID.fromString(job)))).isTrue();
    }

    @Test
    void aLargeBodyRefusedAtItsBeginningIsStillAnswered() throws Exception {
        String body = "a,b\nragged\n" + "x,y\n".repeat(5_000_000);

        HttpResponse<String> answer = post("", CSV, body);

        assertThat(json(answer).get("line").asInt()).isEqualTo(2);
        assertNothingStored();
    }

    @Test
    void aClientThatFallsSilentIsToldAndLeavesNothing() throws Exception {
        try (var socket = unfinishedUpload()) {
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(answer).isEqualTo("HTTP/1.1 408");
        }
        assertNothingStored();
    }

    @Test
    void aClientThatGoesLeavesNothing() throws Exception {
        Socket socket = unfinishedUpload();
        await().until(() -> database.fetchCount(SHEET) == 1);

        socket.close();

        await().untilAsserted(SheetApiIT::assertNothingStored);
    }

    private static Socket unfinishedUpload() throws IOException {
        var socket = new Socket("127.0.0.1", port);
        socket.getOutputStream().write("""
                POST /v1/sheets HTTP/1.1\r
                Host: localhost\r
                Content-Type: text/csv\r
                Content-Length: 1000\r
                \r
                a,b
                1,2
                """.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void openJobOn(String sheet) {
        database.execute("""
                INSERT INTO jobs.job (id, tenant, sheet_id, name, labels, state, version, run, priority, columns,
                    first_row, end_row, total_cells, sent, spec, plan, created_by, created_at, updated_at)
                VALUES (?::uuid, 'default', ?::uuid, 'j', '{}', 'processing', 1, 1, 'normal', '{x}',
                    0, 1, 1, 0, '{}', '{}', 'test', now(), now())""", JobId.next().toString(), sheet);
    }

    private static void assertNothingStored() {
        assertThat(database.fetchCount(SHEET)).isZero();
        assertThat(database.fetchCount(SHEET_ROW)).isZero();
    }

    private static String assertProblem(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json(answer).get("type").asString()).isEqualTo("urn:cellmill:problem:" + type);
        return answer.body();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send(request(path).GET());
    }

    private static HttpResponse<String> post(String path, String type, String body) throws Exception {
        return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/sheets" + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return Json.MAPPER.readTree(answer.body());
    }
}

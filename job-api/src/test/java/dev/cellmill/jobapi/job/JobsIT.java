package dev.cellmill.jobapi.job;

import static dev.cellmill.common.db.generated.intake.Tables.SHEET;
import static dev.cellmill.common.db.generated.jobs.Tables.DISPATCH;
import static dev.cellmill.common.db.generated.jobs.Tables.IDEMPOTENCY;
import static dev.cellmill.common.db.generated.jobs.Tables.JOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.PlannedColumn;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;

class JobsIT {
    private static final List<String> COLUMNS = List.of("phone", "company");
    private static final String ROW = "[\"030 1234\", \"Acme\"]";
    private static final String COUNTRY = "columns: [{name: country, provider: phone, inputs: {phone: '{{phone}}'}, field: country}]\n";

    private static RunningJobApi api;

    @BeforeAll
    static void start() {
        api = new RunningJobApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void anAcceptedJobIsThereAsAWhole() {
        SheetId sheet = api.sheet(COLUMNS, ROW, ROW, ROW);

        var answer = api.post("/v1/jobs", "application/json", """
                {"sheet": "%s", "name": "Qualify", "labels": {"team": "sales"}, "rows": {"offset": 1}, "columns": [
                 {"name": "country", "provider": "phone", "inputs": {"phone": "{{phone}}"}, "field": "country"},
                 {"name": "type", "provider": "phone", "inputs": {"phone": "{{phone}}"}, "field": "type"},
                 {"name": "who", "prompt": "Who is {{company}}?"},
                 {"name": "why", "prompt": "Why {{who}}?"}]}""".formatted(sheet));

        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(202);
        String id = answer.at("/id");
        assertThat(answer.raw().headers().firstValue("Location")).contains("/v1/jobs/" + id);
        assertThat(answer.body().propertyNames()).containsExactly("id", "name", "sheetId", "state", "pauseReason",
                "createdBy", "createdAt", "updatedAt", "startedAt", "endedAt", "labels", "error", "spec");
        assertThat(answer.at("/state")).isEqualTo("processing");
        assertThat(answer.at("/sheetId")).isEqualTo(sheet.toString());
        assertThat(answer.at("/createdAt")).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(answer.at("/spec/columns/2/prompt")).isEqualTo("Who is {{company}}?");
        assertThat(api.get("/v1/jobs/" + id).body()).isEqualTo(answer.body());

        var job = api.db.selectFrom(JOB).where(JOB.ID.eq(UUID.fromString(id))).fetchSingle();
        assertThat(job.get(JOB.TOTAL_CELLS)).isEqualTo(8);
        assertThat(job.get(JOB.RUN)).isPositive();
        assertThat(job.get(JOB.FIRST_ROW)).isEqualTo(1);
        assertThat(job.get(JOB.END_ROW)).isEqualTo(3);
        JobPlan plan = Json.MAPPER.readValue(job.get(JOB.PLAN).data(), JobPlan.class);
        assertThat(plan.columns()).extracting(PlannedColumn::stage).containsExactly(0, 0, 0, 1);

        var dispatches = api.db.selectFrom(DISPATCH).where(DISPATCH.JOB_ID.eq(UUID.fromString(id)))
                .orderBy(DISPATCH.LANE).fetch();
        assertThat(dispatches.getValues(DISPATCH.LANE)).containsExactly("ai", "local");
        assertThat(dispatches.get(1).get(DISPATCH.COLUMNS)).containsExactly((short) 0, (short) 1);
        assertThat(dispatches.get(1).get(DISPATCH.END_CELL)).isEqualTo(6);
    }

    @Test
    void yamlIsAsGoodAsJson() {
        var answer = api.postYaml("/v1/jobs", job(api.sheet(COLUMNS, ROW), COUNTRY));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.at("/name")).isEqualTo("leads");
        assertThat(answer.at("/spec/columns/0/field")).isEqualTo("country");
    }

    @Test
    void aJobWithoutRowsIsCompletedAtOnce() {
        var answer = api.postYaml("/v1/jobs", job(api.sheet(COLUMNS), COUNTRY));

        assertThat(answer.at("/state")).isEqualTo("completed");
        assertThat(answer.at("/endedAt")).isEqualTo(answer.at("/startedAt")).isNotEmpty();
    }

    @Test
    void theSchedulerIsWokenOnceTheJobIsVisible() throws SQLException {
        try (var connection = api.database.dataSource().getConnection(); var statement = connection.createStatement()) {
            statement.execute("LISTEN cellmill_scheduler");

            api.postYaml("/v1/jobs", job(api.sheet(COLUMNS, ROW), COUNTRY));

            assertThat(connection.unwrap(PGConnection.class).getNotifications(5_000)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "columns: [{name: a, provider: phnoe}]|422|/columns/0/provider",
            "columns: [{name: a, provider: crm}]|422|/columns/0/provider",
            "columns: [{name: a, prompt: '{{compny}}'}]|422|/columns/0/prompt",
            "columns: [{name: a, prompt: '{{b}}'}, {name: b, prompt: '{{a}}'}]|422|/columns/0/name",
            "columns: [{name: company, prompt: hi}]|422|/columns/0/name",
            "columns: [{name: a, prompt: hi}]\\nbudget: {maxCost: 0}|422|/budget/maxCost",
            "columns: [{name: a, prompt: hi, runIf: 'row[1] =='}]|422|/columns/0/runIf",
            "columns: [{name: a, prompt: hi, runIf: 'row[\"cmpany\"] != \"\"'}]|422|/columns/0/runIf",
            "columns: [{name: a, prompt: hi}]\\nrows: {ids: [99999]}|422|/rows/ids",
            "columns: [|400|``"})
    void aRefusedJobNamesThePlaceAndLeavesNothing(String yaml, int status, String pointer) {
        SheetId sheet = api.sheet(COLUMNS, ROW);

        var answer = api.postYaml("/v1/jobs", job(sheet, yaml.replace("\\n", "\n")), "Idempotency-Key", "refused");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.raw().headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.at("/pointer")).isEqualTo(pointer);
        assertThat(answer.at("/detail")).isNotEmpty();
        assertNothingOf(sheet);
        assertThat(api.db.fetchCount(IDEMPOTENCY, IDEMPOTENCY.KEY.eq("refused"))).isZero();
    }

    @Test
    void jsonOfAHundredThousandLevelsIsRefused() {
        var answer = api.post("/v1/jobs", "application/json",
                "{\"columns\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/type")).isEqualTo("urn:cellmill:problem:job-malformed");
        assertThat(answer.at("/detail")).contains("100 levels");
    }

    @Test
    void whatIsNoJobIsRefusedByItsForm() {
        assertThat(api.post("/v1/jobs", "text/csv", "a,b").status()).isEqualTo(415);
        assertThat(api.post("/v1/jobs", "application/json", " ".repeat(1024 * 1024 + 1)).status()).isEqualTo(413);
    }

    @Test
    void aSheetThatIsNotThereOrNotReadyIsRefusedAtItsPlace() {
        for (String yaml : List.of(COUNTRY, job(SheetId.next(), COUNTRY),
                job(api.sheet("loading", COLUMNS, ROW), COUNTRY))) {
            var answer = api.postYaml("/v1/jobs", yaml);

            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.at("/pointer")).isEqualTo("/sheet");
        }
    }

    @Test
    void aRepeatedKeyIsTheSameJob() {
        String yaml = job(api.sheet(COLUMNS, ROW), COUNTRY);
        String key = UUID.randomUUID().toString();

        var first = api.postYaml("/v1/jobs", yaml, "Idempotency-Key", key);
        var again = api.postYaml("/v1/jobs", yaml, "Idempotency-Key", key);
        var other = api.postYaml("/v1/jobs", yaml + "name: other\n", "Idempotency-Key", key);

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.at("/type")).isEqualTo("urn:cellmill:problem:idempotency-mismatch");
    }

    @Test
    void rivalsWithOneKeyMakeOneJob() throws Exception {
        SheetId sheet = api.sheet(COLUMNS, ROW);
        String yaml = job(sheet, COUNTRY);
        String key = UUID.randomUUID().toString();

        List<RunningJobApi.Answer> answers = atOnce(16, () -> api.postYaml("/v1/jobs", yaml, "Idempotency-Key", key));

        assertThat(answers).extracting(RunningJobApi.Answer::status).containsOnly(202);
        assertThat(answers).extracting(answer -> answer.at("/id")).containsOnly(answers.getFirst().at("/id"));
        assertThat(api.db.fetchCount(JOB, JOB.SHEET_ID.eq(sheet.value()))).isOne();
    }

    @Test
    void aKeyIsForgottenAfterADay() {
        String key = UUID.randomUUID().toString();
        api.postYaml("/v1/jobs", job(api.sheet(COLUMNS, ROW), COUNTRY), "Idempotency-Key", key);
        api.db.update(IDEMPOTENCY).set(IDEMPOTENCY.CREATED_AT, OffsetDateTime.now().minusHours(25))
                .where(IDEMPOTENCY.KEY.eq(key)).execute();

        var answer = api.postYaml("/v1/jobs", job(api.sheet(COLUMNS, ROW), COUNTRY), "Idempotency-Key", key);

        assertThat(answer.status()).isEqualTo(202);
    }

    @Test
    void aKeyBeyondItsBoundIsRefused() {
        var answer = api.postYaml("/v1/jobs", job(api.sheet(COLUMNS, ROW), COUNTRY), "Idempotency-Key",
                "k".repeat(256));

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void aSheetMayComeWithItsJob() {
        String key = UUID.randomUUID().toString();
        var first = api.postParts("/v1/jobs", "phone,company\n030 1234,Acme\n,\n", COUNTRY, "Idempotency-Key", key);
        var again = api.postParts("/v1/jobs", "phone,company\n030 1234,Acme\n,\n", COUNTRY, "Idempotency-Key", key);
        var other = api.postParts("/v1/jobs", "phone,company\n030 1234,Beta\n,\n", COUNTRY, "Idempotency-Key", key);

        assertThat(first.status()).as(first.raw().body()).isEqualTo(202);
        assertThat(first.at("/name")).isEqualTo("leads");
        assertThat(api.get("/v1/sheets/" + first.at("/sheetId")).body().get("rowCount").intValue()).isEqualTo(2);
        assertThat(again.at("/id")).isEqualTo(first.at("/id"));
        assertThat(other.status()).isEqualTo(422);
    }

    @Test
    void aRefusedJobTakesItsSheetWithIt() {
        int before = api.db.fetchCount(SHEET);

        var badJob = api.postParts("/v1/jobs", "phone\n030 1234\n", "columns: [{name: a, prompt: '{{nix}}'}]");
        var badSheet = api.postParts("/v1/jobs", "phone\n030,1234\n", COUNTRY);
        var named = api.postParts("/v1/jobs", "phone\n030\n", job(SheetId.next(), COUNTRY));

        assertThat(badJob.at("/pointer")).isEqualTo("/columns/0/prompt");
        assertThat(badSheet.at("/line")).isEqualTo("2");
        assertThat(named.at("/pointer")).isEqualTo("/sheet");
        assertThat(api.db.fetchCount(SHEET)).isEqualTo(before);
    }

    @Test
    void rivalsWithOneKeyAndTheirSheetsMakeOneJobAndOneSheet() throws Exception {
        int before = api.db.fetchCount(SHEET);
        String key = UUID.randomUUID().toString();

        List<RunningJobApi.Answer> answers = atOnce(4,
                () -> api.postParts("/v1/jobs", "phone\n030 1234\n", COUNTRY, "Idempotency-Key", key));

        assertThat(answers).extracting(RunningJobApi.Answer::status).containsOnly(202);
        assertThat(answers).extracting(answer -> answer.at("/id")).containsOnly(answers.getFirst().at("/id"));
        assertThat(api.db.fetchCount(SHEET)).isEqualTo(before + 1);
    }

    @Test
    void twoOpenJobsOnOneColumnAreAConflict() {
        SheetId sheet = api.sheet(COLUMNS, ROW);
        var first = api.postYaml("/v1/jobs", job(sheet, COUNTRY));

        var second = api.postYaml("/v1/jobs", job(sheet, COUNTRY));

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.at("/type")).isEqualTo("urn:cellmill:problem:column-in-use");
        assertThat(second.at("/jobId")).isEqualTo(first.at("/id"));
        assertThat(api.postYaml("/v1/jobs", job(sheet, COUNTRY.replace("name: country", "name: land"))).status())
                .isEqualTo(202);
        api.db.update(JOB).set(JOB.STATE, "completed").where(JOB.SHEET_ID.eq(sheet.value())).execute();
        assertThat(api.postYaml("/v1/jobs", job(sheet, COUNTRY)).status()).isEqualTo(202);
    }

    @Test
    void ofRivalsForOneColumnOneWins() throws Exception {
        String yaml = job(api.sheet(COLUMNS, ROW), COUNTRY);

        List<RunningJobApi.Answer> answers = atOnce(16, () -> api.postYaml("/v1/jobs", yaml));

        assertThat(answers).extracting(RunningJobApi.Answer::status).containsOnly(202, 409)
                .containsOnlyOnce(202);
    }

    @Test
    void jobsAreListedNewestFirstByStateAndLabel() {
        String mark = "mark: " + UUID.randomUUID();
        List<String> ids = Stream.generate(() -> api.postYaml("/v1/jobs",
                job(api.sheet(COLUMNS, ROW), COUNTRY) + "labels: {" + mark + "}\n").at("/id")).limit(3).toList();
        String filter = "/v1/jobs?state=processing&limit=2&label=" + mark.replace(" ", "");

        var first = api.get(filter);
        var second = api.get(filter + "&cursor=" + first.at("/next"));

        assertThat(first.at("/items/0/id")).isEqualTo(ids.get(2));
        assertThat(first.at("/items/1/id")).isEqualTo(ids.get(1));
        assertThat(second.at("/items/0/id")).isEqualTo(ids.get(0));
        assertThat(second.body().get("next").isNull()).isTrue();
        assertThat(api.get("/v1/jobs?state=completed&label=" + mark.replace(" ", "")).body().get("items")).isEmpty();
        assertThat(api.get("/v1/jobs?state=finished").status()).isEqualTo(400);
        assertThat(api.get("/v1/jobs?label=x").status()).isEqualTo(400);
    }

    @Test
    void anUnknownJobIsNotFound() {
        assertThat(api.get("/v1/jobs/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(api.get("/v1/jobs/nonsense").status()).isEqualTo(404);
    }

    @Test
    void aPreviewShowsTheRequestsAndStoresNothing() {
        SheetId sheet = api.sheet(COLUMNS, ROW, "[\"+1 202\"]", ROW);

        var answer = api.postYaml("/v1/jobs/preview?rows=2", job(sheet, """
                columns:
                  - {outputs: {country: country, type: type}, provider: phone, inputs: {phone: "{{phone}}", region: US}}
                  - {name: who, prompt: "Who is {{company}}?", maxTokens: 50}
                  - {name: why, prompt: "Why {{who}}?"}
                """));

        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        assertThat(answer.body().get("rows").intValue()).isEqualTo(2);
        assertThat(answer.body().get("requests")).hasSize(6);
        assertThat(answer.body().at("/requests/0/columns").valueStream().map(node -> node.stringValue()))
                .containsExactly("country", "type");
        assertThat(answer.at("/requests/0/inputs/phone")).isEqualTo("030 1234");
        assertThat(answer.at("/requests/1/prompt")).isEqualTo("Who is Acme?");
        assertThat(answer.at("/requests/2/prompt")).isEqualTo("Why {{who}}?");
        assertThat(answer.at("/requests/4/prompt")).isEqualTo("Who is ?");
        long tokens = answer.body().at("/requests/1/inputTokens").longValue();
        assertThat(tokens).isBetween(8L, 14L);
        assertThat(answer.body().at("/requests/1/cost").decimalValue())
                .isEqualByComparingTo(BigDecimal.valueOf(tokens + 500, 6));
        assertNothingOf(sheet);
    }

    @Test
    void providersAreListedWithTheirHealth() {
        var answer = api.get("/v1/providers");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().get("items")).hasSize(4);
        assertThat(answer.at("/items/1/name")).isEqualTo("crm");
        assertThat(answer.at("/items/1/health")).isEqualTo("absent");
        assertThat(answer.at("/items/1/missingVariable")).isEqualTo("CRM_KEY");
        assertThat(answer.at("/items/2/limits/timeout")).isEqualTo("90s");
        assertThat(answer.body().at("/items/2/models/mini/maxTokens").intValue()).isEqualTo(100);
    }

    @Test
    void theCallsAreDescribed() {
        var answer = api.get("/openapi.json");

        assertThat(answer.at("/openapi")).startsWith("3.1");
        assertThat(answer.body().get("paths").propertyNames()).contains("/v1/jobs", "/v1/jobs/{id}",
                "/v1/jobs/preview", "/v1/providers");
    }

    private static void assertNothingOf(SheetId sheet) {
        assertThat(api.db.fetchCount(JOB, JOB.SHEET_ID.eq(sheet.value()))).isZero();
    }

    private static String job(SheetId sheet, String yaml) {
        return "sheet: " + sheet + "\n" + yaml;
    }

    private static List<RunningJobApi.Answer> atOnce(int times, Callable<RunningJobApi.Answer> call)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<RunningJobApi.Answer>> answers = threads
                    .invokeAll(Stream.generate(() -> call).limit(times).toList());
            var all = new ArrayList<RunningJobApi.Answer>();
            for (Future<RunningJobApi.Answer> answer : answers) {
                all.add(answer.get());
            }
            return all;
        }
    }
}

package dev.cellmill.jobapi.job;

import static dev.cellmill.common.db.generated.intake.Tables.CELL_EDIT;
import static dev.cellmill.common.db.generated.jobs.Tables.JOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.json.Json;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jooq.JSONB;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Which of the cells that people validated a job shows its models, and how. */
class ExamplesIT {
    private static final OffsetDateTime FIRST = OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
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
    void theNewestAreChosenOnceForTheJob() {
        SheetId sheet = companies(4);
        validated(sheet, "about", 0, "\"old\"", 0);
        validated(sheet, "about", 1, "\"newer\"", 2);
        validated(sheet, "about", 2, "null", 3);
        validated(sheet, "other", 3, "\"of another column\"", 4);
        edited(sheet, "about", 3, "\"not confirmed\"", 5, false);
        validated(sheet, "about", 3, "\"newest\"", 6);

        String columns = """
                sheet: %s
                parameters: {tone: dry}
                columns:
                - {name: about, provider: gpt, prompt: "What does {{company}} do? {{tone}}", examples: 2}
                """.formatted(sheet);
        String job = api.postYaml("/v1/jobs", columns).at("/id");
        validated(sheet, "about", 0, "\"after\"", 9);

        assertThat(examples(job, 0)).isEqualTo(Json.MAPPER.readTree("""
                [{"prompt":"What does c3 do? dry","answer":"newest"},
                 {"prompt":"What does c1 do? dry","answer":"newer"}]"""));
    }

    @Test
    void columnsOfOneAnswerShareTheRowsThatAreValidatedInAllOfThem() {
        SheetId sheet = companies(3);
        validated(sheet, "city", 0, "\"Bonn\"", 0);
        validated(sheet, "staff", 0, "12", 1);
        validated(sheet, "city", 1, "\"Rom\"", 2);

        JsonNode request = api.postYaml("/v1/jobs/preview?rows=1", """
                sheet: %s
                columns:
                - {provider: gpt, prompt: "Where is {{company}}? JSON", examples: 9,
                   outputs: {city: /place/city, staff: staff}}
                """.formatted(sheet)).body();

        assertThat(request.at("/requests")).hasSize(1);
        assertThat(request.at("/requests/0/examples")).hasToString("""
                [{"prompt":"Where is c0? JSON","answer":"{\\"place\\":{\\"city\\":\\"Bonn\\"},\\"staff\\":12}"}]""");
        JsonNode without = api.postYaml("/v1/jobs/preview?rows=1", """
                sheet: %s
                columns:
                - {provider: gpt, prompt: "Where is {{company}}? JSON", outputs: {city: /place/city, staff: staff}}
                """.formatted(sheet)).body();
        assertThat(without.at("/requests/0").has("examples")).isFalse();
        assertThat(request.at("/inputTokens").asInt()).isGreaterThan(without.at("/inputTokens").asInt() + 10);
    }

    @Test
    void aClassifierIsShownTextsAndTheirLabels() {
        SheetId sheet = companies(3);
        validated(sheet, "kind", 0, "\"shop\"", 0);
        validated(sheet, "kind", 2, "\"bank\"", 1);

        String job = api.postYaml("/v1/jobs", """
                sheet: %s
                columns:
                - {name: kind, provider: classify, inputs: {text: "About {{company}}"}, field: label, examples: 9,
                   output: {type: enum, values: [shop, bank]}}
                """.formatted(sheet)).at("/id");

        assertThat(examples(job, 0)).isEqualTo(Json.MAPPER.readTree("""
                [{"prompt":"About c2","answer":"bank"},{"prompt":"About c0","answer":"shop"}]"""));
    }

    @Test
    void aRowWhoseValuesCannotStandInOneAnswerIsNoExample() {
        SheetId sheet = companies(1);
        validated(sheet, "address", 0, "\"Main St 1\"", 0);
        validated(sheet, "city", 0, "\"Bonn\"", 0);
        for (String outputs : List.of("{address: /address, city: /address/city}",
                "{city: /address/city, address: /address}")) {
            var preview = api.postYaml("/v1/jobs/preview?rows=1", """
                    sheet: %s
                    columns: [{provider: gpt, prompt: "{{company}}", examples: 1, outputs: %s}]
                    """.formatted(sheet, outputs));
            assertThat(preview.status()).as(preview.raw().body()).isEqualTo(200);
            assertThat(preview.body().at("/requests/0").has("examples")).isFalse();
        }
    }

    @Test
    void thereAreNoMoreThanARequestShouldHold() {
        SheetId sheet = companies(9);
        IntStream.range(0, 9).forEach(row -> validated(sheet, "about", row, '"' + "x".repeat(10_000) + '"', row));

        String job = api.postYaml("/v1/jobs", """
                sheet: %s
                columns: [{name: about, provider: gpt, prompt: "{{company}}?", examples: 9}]
                """.formatted(sheet)).at("/id");

        assertThat(examples(job, 0)).hasSize(6);
    }

    @Test
    void whereNoModelIsAskedTheyAreRefusedAndSoAreTooMany() {
        SheetId sheet = companies(1);
        var withoutModel = api.postYaml("/v1/jobs", """
                sheet: %s
                columns: [{name: a, provider: phone, inputs: {phone: "{{company}}"}, examples: 1}]
                """.formatted(sheet));
        assertThat(withoutModel.status()).isEqualTo(422);
        assertThat(withoutModel.at("/pointer")).isEqualTo("/columns/0/examples");
        var tooMany = api.postYaml("/v1/jobs", """
                sheet: %s
                columns: [{name: a, provider: gpt, prompt: "{{company}}", examples: 51}]
                """.formatted(sheet));
        assertThat(tooMany.status()).isEqualTo(422);
        assertThat(tooMany.at("/pointer")).isEqualTo("/columns/0/examples");
    }

    private static SheetId companies(int rows) {
        return api.sheet(List.of("company"),
                IntStream.range(0, rows).mapToObj("[\"c%d\"]"::formatted).toArray(String[]::new));
    }

    private static JsonNode examples(String job, int column) {
        return Json.MAPPER.readTree(api.db.selectFrom(JOB).where(JOB.ID.eq(UUID.fromString(job))).fetchSingle(JOB.PLAN)
                .data()).at("/columns/%d/steps/0/examples".formatted(column));
    }

    private static void validated(SheetId sheet, String column, int row, String value, int minute) {
        edited(sheet, column, row, value, minute, true);
    }

    private static void edited(SheetId sheet, String column, int row, String value, int minute, boolean validated) {
        api.db.insertInto(CELL_EDIT)
                .set(CELL_EDIT.SHEET_ID, sheet.value()).set(CELL_EDIT.COLUMN_NAME, column).set(CELL_EDIT.ROW, row)
                .set(CELL_EDIT.TENANT, "default").set(CELL_EDIT.VALUE, JSONB.valueOf(value))
                .set(CELL_EDIT.VALIDATED, validated).set(CELL_EDIT.EDITED_AT, FIRST.plusMinutes(minute))
                .onDuplicateKeyUpdate()
                .set(CELL_EDIT.VALUE, JSONB.valueOf(value)).set(CELL_EDIT.VALIDATED, validated)
                .set(CELL_EDIT.EDITED_AT, FIRST.plusMinutes(minute))
                .execute();
    }
}

package dev.cellmill.jobapi.job;

import static dev.cellmill.common.db.generated.intake.Tables.SHEET;
import static dev.cellmill.common.db.generated.jobs.Tables.JOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.SheetId;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EstimateIT {
    private static final List<String> COLUMNS = List.of("phone", "company");
    private static final String ROW = "[\"030 1234\", \"Acme\"]";

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
    void whatTheAuthorExpectsIsCountedOutAndNothingIsStored() {
        SheetId sheet = api.sheet(COLUMNS, Collections.nCopies(100, ROW).toArray(String[]::new));
        int jobs = api.db.fetchCount(JOB);

        var answer = api.postYaml("/v1/jobs/estimate?history=false", """
                sheet: %s
                concurrency: 3
                columns:
                  - name: expected
                    prompt: 'Who is {{company}}?'
                    steps: [{provider: gpt, model: mini, expect: {inputTokens: 2500, outputTokens: 4000, seconds: 20}}]
                """.formatted(sheet));

        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        assertThat(answer.body().propertyNames()).containsExactly("cells", "plan", "summary", "cost", "time", "basis");
        assertThat(answer.at("/cells")).isEqualTo("100");
        assertThat(answer.body().at("/plan"))
                .hasToString("{\"empty\":100,\"stale\":0,\"failed\":0,\"done\":0,\"validated\":0}");
        assertThat(new BigDecimal(answer.at("/cost/total"))).isEqualByComparingTo("4.25");
        assertThat(new BigDecimal(answer.at("/cost/perCell"))).isEqualByComparingTo("0.0425");
        assertThat(answer.at("/cost/inputTokens")).isEqualTo("250000");
        assertThat(answer.body().at("/time/seconds").doubleValue()).isEqualTo(748);
        assertThat(answer.at("/time/boundBy")).isEqualTo("concurrency");
        assertThat(answer.at("/time/concurrency")).isEqualTo("3");
        assertThat(answer.at("/time/formatted")).isEqualTo("12 minutes");
        assertThat(answer.body().at("/time/itemsPerMinute").doubleValue()).isEqualTo(8);
        assertThat(answer.body().at("/basis"))
                .hasToString("{\"source\":\"expect\",\"sampleSize\":0,\"confidence\":\"low\"}");
        assertThat(answer.at("/cost/breakdown/0/column")).isEqualTo("expected");
        assertThat(api.db.fetchCount(JOB)).isEqualTo(jobs);
    }

    @Test
    void withoutAnythingKnownTheDefaultsAreTakenAndRealPromptsAreCounted() {
        SheetId sheet = api.sheet(COLUMNS, Collections.nCopies(300, ROW).toArray(String[]::new));

        var answer = api.postYaml("/v1/jobs/estimate?history=false", """
                sheet: %s
                columns: [{name: guess, prompt: 'Who is {{company}}?', provider: gpt, model: other}]
                """.formatted(sheet));

        assertThat(answer.at("/basis/source")).as(answer.raw().body()).isEqualTo("default");
        long preview = api.postYaml("/v1/jobs/preview?rows=1", """
                sheet: %s
                columns: [{name: guess, prompt: 'Who is {{company}}?', provider: gpt, model: other}]
                """.formatted(sheet)).body().at("/inputTokens").longValue();
        assertThat(answer.body().at("/cost/inputTokens").longValue()).isEqualTo(300 * preview);
        assertThat(answer.at("/cost/outputTokens")).isEqualTo(String.valueOf(300 * 4000));
        assertThat(answer.at("/cost/unpriced/0")).isEqualTo("gpt/other");
        assertThat(answer.body().at("/time/seconds").doubleValue()).isEqualTo(60 * 20 * 1.1);
    }

    @Test
    void aNumberOfRowsWillDoInPlaceOfASheet() {
        var answer = api.post("/v1/jobs/estimate?history=false", "application/json",
                """
                {"rowCount": 1000, "columns": [
                 {"name": "country", "provider": "phone", "inputs": {"phone": "{{phone}}"}, "field": "country"},
                 {"name": "type", "provider": "phone", "inputs": {"phone": "{{phone}}"}, "field": "type"},
                 {"name": "why", "prompt": "Why {{country}} for {{company}}?", "provider": "gpt", "model": "mini"}]}""");

        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        assertThat(answer.at("/cells")).isEqualTo("3000");
        assertThat(answer.at("/cost/breakdown/0/requests")).isEqualTo("1000");
        assertThat(answer.at("/cost/breakdown/1/requests")).as("two columns of one answer").isEqualTo("0");
        assertThat(answer.at("/cost/breakdown/2/outputTokens")).isEqualTo("100000");
        assertThat(api.post("/v1/jobs/estimate", "application/json",
                "{\"rowCount\": 0, \"columns\": [{\"name\": \"x\", \"prompt\": \"y\"}]}").at("/pointer"))
                .isEqualTo("/rowCount");
    }

    @Test
    void aConditionsColumnsAreSupposedToo() {
        var answer = api.post("/v1/jobs/estimate?history=false", "application/json", """
                {"rowCount": 10, "columns": [{"name": "country", "provider": "phone", "field": "country",
                 "inputs": {"phone": "{{phone}}"}, "runIf": "row[\\"market\\"] != \\"\\""}]}""");

        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        assertThat(answer.at("/cells")).isEqualTo("10");
    }

    @Test
    void rowsThatWereChosenOneByOneAreCountedOneByOne() {
        SheetId sheet = api.sheet(COLUMNS, Collections.nCopies(100, ROW).toArray(String[]::new));
        String columns = "columns: [{name: country, provider: phone, inputs: {phone: '{{phone}}'}, field: country}]";
        String job = api.postYaml("/v1/jobs", "sheet: %s\n%s".formatted(sheet, columns)).at("/id");
        masks(job, "done", 7, 8, 9);

        var answer = api.postYaml("/v1/jobs/estimate?history=false",
                "sheet: %s\nrows: {ids: [2, 8, 99]}\n%s".formatted(sheet, columns));

        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        assertThat(answer.at("/cells")).isEqualTo("2");
        assertThat(answer.body().at("/plan"))
                .hasToString("{\"empty\":2,\"stale\":0,\"failed\":0,\"done\":1,\"validated\":0}");
    }

    @Test
    void aSheetBesideTheJobIsTakenAwayAgain() {
        int sheets = api.db.fetchCount(SHEET);

        var answer = api.postParts("/v1/jobs/estimate", "phone\r\n030 1234\r\n030 5678\r\n",
                "columns: [{name: c, provider: phone, inputs: {phone: '{{phone}}'}, field: country}]");

        assertThat(answer.at("/cells")).as(answer.raw().body()).isEqualTo("2");
        assertThat(answer.body().at("/time/seconds").doubleValue()).isEqualTo(0.001);
        assertThat(api.db.fetchCount(SHEET)).isEqualTo(sheets);
    }

    @Test
    void aJobThatWouldBeRefusedIsRefusedHere() {
        var answer = api.postYaml("/v1/jobs/estimate",
                "sheet: %s\ncolumns: [{name: a, provider: phnoe}]".formatted(api.sheet(COLUMNS, ROW)));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("/pointer")).isEqualTo("/columns/0/provider");
    }

    @Test
    void theCellsThatTheSheetShowsAreNotEstimatedAgain() {
        SheetId sheet = api.sheet(COLUMNS, ROW, ROW, ROW, ROW);
        String job = columns(sheet, "shown");
        // oldest first: row 0 failed and then done, row 1 done and then failed, row 2 failed
        masks(submitted(job), "done", 1);
        masks(ended(job), "failed", 0, 1, 2);
        String newest = ended(job);
        masks(newest, "done", 0);

        var answer = api.postYaml("/v1/jobs/estimate", job);

        assertThat(answer.body().at("/plan"))
                .hasToString("{\"empty\":1,\"stale\":0,\"failed\":1,\"done\":2,\"validated\":0}");
        assertThat(answer.at("/cells")).isEqualTo("2");
        assertThat(api.postYaml("/v1/jobs/estimate", job + "cells: all\n").at("/cells")).isEqualTo("4");
        assertThat(api.postYaml("/v1/jobs/estimate", job + "rows: {offset: 2}\n").body().at("/plan"))
                .hasToString("{\"empty\":1,\"stale\":0,\"failed\":1,\"done\":0,\"validated\":0}");
    }

    @Test
    void whatAJobTookIsWhatTheNextOneIsExpectedToTake() {
        SheetId sheet = api.sheet(COLUMNS, Collections.nCopies(10, ROW).toArray(String[]::new));
        String job = """
                sheet: %s
                columns:
                  - name: learnt
                    prompt: 'What does {{company}} sell?'
                    steps: [{provider: gpt, model: mini, minConfidence: 0.5}, {provider: gpt, model: learnt}]
                """.formatted(sheet);
        assertThat(api.postYaml("/v1/jobs/estimate", job).at("/cost/breakdown/1/requests")).isEqualTo("10");
        UUID first = UUID.fromString(submitted(job));
        took(first, 0, 200, 150, 15_000, 3_000, 45_000_000, 300_000);
        took(first, 1, 50, 50, 500, 100, 1_500_000, 25_000);
        api.db.execute("UPDATE jobs.job SET state = 'completed' WHERE id = ?", first);

        var next = api.postYaml("/v1/jobs/estimate", job.replace("learnt\n", "renamed\n"));

        assertThat(next.body().at("/basis"))
                .hasToString("{\"source\":\"history\",\"sampleSize\":50,\"confidence\":\"medium\"}");
        assertThat(next.at("/cost/breakdown/0/inputTokens")).isEqualTo("1000");
        assertThat(next.at("/cost/breakdown/0/outputTokens")).isEqualTo("200");
        assertThat(next.at("/cost/breakdown/1/requests")).as("a quarter came so far").isEqualTo("3");
        assertThat(api.postYaml("/v1/jobs/estimate?history=false", job).at("/basis/source")).isEqualTo("default");
        var alike = api.postYaml("/v1/jobs/estimate", """
                sheet: %s
                columns: [{name: other, prompt: 'Where is {{company}}?', provider: gpt, model: mini}]
                """.formatted(sheet));
        assertThat(alike.at("/basis/confidence")).isEqualTo("high");
        assertThat(alike.at("/cost/outputTokens")).isEqualTo("200");

        assertThat(api.get("/v1/history?provider=gpt&model=mini&column=learnt").raw().body()).isEqualTo(
                "{\"items\":[{\"provider\":\"gpt\",\"model\":\"mini\",\"column\":\"learnt\",\"inputTokens\":100.0,"
                        + "\"outputTokens\":20.0,\"cost\":0.0003,\"seconds\":2.0,\"sampleSize\":150,"
                        + "\"confidence\":\"high\"}],\"next\":null}");
        assertThat(api.get("/v1/history?column=nothing").body().at("/items").isEmpty()).isTrue();
    }

    @Test
    void whatWasExpectedOfAJobIsKeptWithIt() {
        SheetId sheet = api.sheet(COLUMNS, ROW, ROW);
        UUID job = UUID.fromString(submitted(columns(sheet, "kept")));

        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(api.db.fetchValue(
                "SELECT (estimate ->> 'cells')::int FROM jobs.job WHERE id = ?", job)).isEqualTo(2));
    }

    private static String columns(SheetId sheet, String column) {
        return "sheet: %s\ncolumns: [{name: %s, provider: phone, inputs: {phone: '{{phone}}'}, field: type}]\n"
                .formatted(sheet, column);
    }

    private static String submitted(String job) {
        var answer = api.postYaml("/v1/jobs", job);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(202);
        return answer.at("/id");
    }

    /** A job after the open one has ended. */
    private static String ended(String job) {
        api.db.execute("UPDATE jobs.job SET state = 'completed' WHERE state = 'processing'");
        return submitted(job);
    }

    private static void masks(String job, String state, int... rows) {
        for (int row : rows) {
            api.db.execute("""
                    INSERT INTO status.row_progress (job_id, row, tenant, running, done, failed, skipped, cancelled)
                    VALUES (?::uuid, ?, 'default', 0, ?, ?, 0, 0)
                    """, job, row, state.equals("done") ? 1 : 0, state.equals("failed") ? 1 : 0);
        }
    }

    private static void took(UUID job, int step, long tasks, long calls, long input, long output, long cost,
            long millis) {
        api.db.execute("INSERT INTO status.step_progress VALUES (?, 0, ?, 'default', ?, ?, ?, ?, ?, ?)", job, step,
                tasks, calls, input, output, cost, millis);
    }
}

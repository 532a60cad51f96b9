package dev.cellmill.status.cell;

import static dev.cellmill.status.readside.ReadSide.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.status.readside.StoredJob;
import dev.cellmill.status.readside.StoredSheet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CellIT {

    @Test
    void theGridShowsTheBestOfAllJobs() {
        StoredSheet sheet = sheet();
        sheet.job(1, "x", "y").done(0, "x", "\"kept\"").failed(1, "x", "internal");
        sheet.job(2, "x").failed(0, "x", "internal").running(1, "x");
        JsonNode grid = SERVER.json("/v1/status/sheets/" + sheet.id() + "/rows");
        assertThat(grid.at("/total").intValue()).isEqualTo(3);
        assertThat(grid.at("/items/0/input")).hasToString("{\"a\":\"1\",\"b c\":null}");
        assertThat(grid.at("/items/0/cells/x/value").stringValue()).isEqualTo("kept");
        assertThat(grid.at("/items/0/cells/x/state").stringValue()).isEqualTo("done");
        assertThat(grid.at("/items/1/cells/x/state").stringValue()).isEqualTo("running");
        assertThat(grid.at("/items/2/cells").isEmpty()).isTrue();
        assertThat(grid.at("/items/0/cells/x").propertyNames()).contains("state", "value", "provider", "step",
                "confidence", "servedBy", "inputTokens", "outputTokens", "cost", "seconds", "attempts", "error",
                "validated", "truncated");
    }

    @Test
    void whoLooksAtAJobSeesItsOwnCellsBeforeTheValuesOfOthers() {
        StoredSheet sheet = sheet();
        sheet.job(1, "x").done(0, "x", "\"kept\"").done(1, "x", "\"skipped now\"").done(2, "x", "\"to come\"");
        StoredJob again = sheet.job(2, "x").failed(0, "x", "internal").skipped(1, "x");
        String asJob = "?job=" + again.id();
        for (String grid : List.of(asJob, asJob + "&maxLength=100")) {
            JsonNode rows = SERVER.json("/v1/status/sheets/" + sheet.id() + "/rows" + grid);
            assertThat(rows.at("/items/0/cells/x/state").stringValue()).isEqualTo("failed");
            assertThat(rows.at("/items/0/cells/x/jobId").stringValue()).isEqualTo(again.id().toString());
            assertThat(rows.at("/items/1/cells/x/value").stringValue()).isEqualTo("skipped now");
            assertThat(rows.at("/items/2/cells/x/value").stringValue()).isEqualTo("to come");
        }
        String path = "/v1/status/cells/" + sheet.id();
        JsonNode cell = SERVER.json(path + "/0/x" + asJob);
        assertThat(cell.at("/state").stringValue()).isEqualTo("failed");
        assertThat(cell.at("/shown/value").stringValue()).isEqualTo("kept");
        assertThat(SERVER.json(path + "/0/x").at("/value").stringValue()).isEqualTo("kept");
        assertThat(SERVER.json(path + "/0/x").at("/shown").isNull()).isTrue();
        assertThat(SERVER.json(path + "/1/x" + asJob).at("/value").stringValue()).isEqualTo("skipped now");
        assertThat(SERVER.get(path + "/0/x/output" + asJob).body()).isEmpty();
        assertThat(SERVER.get(path + "/0/x/output").body()).isEqualTo("kept");

        String other = "?job=" + sheet().job(1, "x").id();
        assertThat(SERVER.get("/v1/status/sheets/" + sheet.id() + "/rows" + other).statusCode()).isEqualTo(400);
        assertThat(SERVER.get(path + "/0/x" + other).statusCode()).isEqualTo(400);
    }

    @Test
    void theGridIsReadInWindows() {
        StoredSheet sheet = sheet();
        JsonNode grid = SERVER.json("/v1/status/sheets/" + sheet.id() + "/rows?offset=1&limit=1");
        assertThat(grid.at("/items").size()).isEqualTo(1);
        assertThat(grid.at("/items/0/row").intValue()).isEqualTo(1);
        assertThat(SERVER.json("/v1/status/sheets/" + sheet.id() + "/rows?offset=2147483647").at("/items").isEmpty())
                .isTrue();
        assertThat(SERVER.get("/v1/status/sheets/" + sheet.id() + "/rows?offset=-1").statusCode()).isEqualTo(400);
    }

    @Test
    void theGridTellsTheBeginningsOfLongValuesToThoseWhoAskForNoMore() {
        StoredSheet sheet = StoredSheet.of(List.of("a"), List.of(List.of("äöü of the input"), List.of("b")));
        sheet.job(1, "x", "y", "z").done(0, "x", "\"äöü at length\"").done(0, "y", "{\"k\": [1, 2]}").done(0, "z", "12")
                .done(1, "x", "\"äöü\"");
        SERVER.database().sql("""
                INSERT INTO intake.cell_edit (sheet_id, row, column_name, tenant, value, validated, edited_at)
                VALUES (:sheet, 1, 'y', 'default', '"what a person says"', false, now())
                """).param("sheet", sheet.id()).update();
        JsonNode grid = SERVER.json("/v1/status/sheets/" + sheet.id() + "/rows?maxLength=3");
        assertThat(grid.at("/items/0/input/a").stringValue()).isEqualTo("äöü");
        assertThat(grid.at("/items/0/cells/x/value").stringValue()).isEqualTo("äöü");
        assertThat(grid.at("/items/0/cells/x/truncated").booleanValue()).isTrue();
        assertThat(grid.at("/items/0/cells/y/value").stringValue()).isEqualTo("{\"k");
        assertThat(grid.at("/items/0/cells/y/truncated").booleanValue()).isTrue();
        assertThat(grid.at("/items/0/cells/z/value").intValue()).isEqualTo(12);
        assertThat(grid.at("/items/0/cells/z/truncated").booleanValue()).isFalse();
        assertThat(grid.at("/items/1/cells/x/value").stringValue()).isEqualTo("äöü");
        assertThat(grid.at("/items/1/cells/x/truncated").booleanValue()).isFalse();
        assertThat(grid.at("/items/1/cells/y/value").stringValue()).isEqualTo("wha");
        assertThat(grid.at("/items/1/cells/y/truncated").booleanValue()).isTrue();
        JsonNode whole = SERVER.json("/v1/status/sheets/" + sheet.id() + "/rows");
        assertThat(whole.at("/items/0/cells/x/value").stringValue()).isEqualTo("äöü at length");
        assertThat(whole.at("/items/1/cells/y/truncated").booleanValue()).isFalse();
        assertThat(SERVER.get("/v1/status/sheets/" + sheet.id() + "/rows?maxLength=0").statusCode()).isEqualTo(400);
    }

    @Test
    void oneCellHasItsStepsAndEarlierEnds() {
        StoredSheet sheet = sheet();
        StoredJob job = sheet.job(4, "x y").done(0, "x y", "{\"k\": 1}");
        StoredJob newer = sheet.job(6, "x y").failed(0, "x y", "provider.timeout");
        SERVER.database().sql("""
                UPDATE status.cell SET history = :history::jsonb, traces = :traces::jsonb WHERE job_id = :job
                """).param("job", job.id())
                .param("history", """
                        [{"run": 2, "dispatch": 1, "step": 0, "state": "failed", "belowThreshold": false,
                          "error": {"code": "internal", "message": "m", "retryable": false, "attempts": 1}}]""")
                .param("traces", """
                        [{"run": 4, "dispatch": 1, "trace": {"step": 1, "provider": "gpt", "answer": "raw",
                          "request": {"model": "m"}, "attempts": [
                          {"startedAt": "2026-01-01T00:00:02Z", "latencyMillis": 1500, "inputTokens": 400,
                            "outputTokens": 10, "cost": 120000}],
                          "output": {"log": "warming up", "exitCode": 0, "outputBytes": 5000000000, "logBytes": 10,
                            "lastOutputAt": "2026-01-01T00:00:03Z"}}},
                         {"run": 4, "dispatch": 1, "trace": {"step": 0, "provider": "crm", "attempts": [
                          {"startedAt": "2026-01-01T00:00:00Z", "latencyMillis": 250, "error":
                            {"code": "provider.timeout", "message": "m", "retryable": true, "attempts": 1}}]}}]""")
                .update();
        JsonNode cell = SERVER.json("/v1/status/cells/" + sheet.id() + "/0/x%20y");
        assertThat(cell.at("/value/k").intValue()).isEqualTo(1);
        assertThat(cell.at("/state").stringValue()).isEqualTo("done");
        assertThat(cell.at("/jobId").stringValue()).isEqualTo(job.id().toString());
        assertThat(cell.at("/steps/0/provider").stringValue()).isEqualTo("crm");
        assertThat(cell.at("/steps/0/attempts/0/seconds").doubleValue()).isEqualTo(0.25);
        assertThat(cell.at("/steps/0/attempts/0/cost").decimalValue()).isZero();
        assertThat(cell.at("/steps/0").propertyNames()).contains("log", "exitCode", "outputBytes", "stderrBytes",
                "lastOutputAt");
        assertThat(cell.at("/steps/0/outputBytes").isNull()).isTrue();
        assertThat(cell.at("/steps/1/request/model").stringValue()).isEqualTo("m");
        assertThat(cell.at("/steps/1/answer").stringValue()).isEqualTo("raw");
        assertThat(cell.at("/steps/1/attempts/0/inputTokens").intValue()).isEqualTo(400);
        assertThat(cell.at("/steps/1/attempts/0/outputTokens").intValue()).isEqualTo(10);
        assertThat(cell.at("/steps/1/attempts/0/cost").decimalValue()).isEqualByComparingTo("0.00012");
        assertThat(cell.at("/steps/1/log").stringValue()).isEqualTo("warming up");
        assertThat(cell.at("/outputBytes").longValue()).isEqualTo(5_000_000_000L);
        assertThat(cell.at("/stderrBytes").longValue()).isEqualTo(10);
        assertThat(cell.at("/lastOutputAt").stringValue()).isEqualTo("2026-01-01T00:00:03Z");
        assertThat(cell.at("/exitCode").intValue()).isZero();
        assertThat(cell.at("/earlier/0/jobId").stringValue()).isEqualTo(newer.id().toString());
        assertThat(cell.at("/earlier/0/error/code").stringValue()).isEqualTo("provider.timeout");
        assertThat(cell.at("/earlier/1/run").intValue()).isEqualTo(2);
        assertThat(cell.at("/earlier/1/jobId").stringValue()).isEqualTo(job.id().toString());
    }

    @Test
    void aColumnIsNamedInThePathWhateverItsName() {
        StoredSheet sheet = sheet();
        sheet.job(7, "a/b", "c;d=1", "e\\f", "100% ?#", "ü ").done(0, "a/b", "1").done(0, "c;d=1", "2")
                .done(0, "e\\f", "3").done(0, "100% ?#", "4").done(0, "ü ", "6");
        String path = "/v1/status/cells/" + sheet.id() + "/0/";
        assertThat(SERVER.json(path + "a%2Fb").at("/value").intValue()).isEqualTo(1);
        assertThat(SERVER.json(path + "a%2fb").at("/column").stringValue()).isEqualTo("a/b");
        assertThat(SERVER.json(path + "c%3Bd%3D1").at("/value").intValue()).isEqualTo(2);
        assertThat(SERVER.json(path + "e%5Cf").at("/value").intValue()).isEqualTo(3);
        assertThat(SERVER.json(path + "100%25%20%3F%23").at("/value").intValue()).isEqualTo(4);
        assertThat(SERVER.json(path + "%C3%BC%20").at("/value").intValue()).isEqualTo(6);
        assertThat(SERVER.get("/v1%2Fstatus/cells/" + sheet.id() + "/0/a%2Fb").statusCode()).isEqualTo(404);
        assertThat(SERVER.get("/v1/status/cells/" + sheet.id() + "%2F0/a%2Fb").statusCode()).isEqualTo(404);
    }

    @Test
    void aCellThatNothingHasHappenedToIsQueuedAndOneThatNoJobFillsIsNotFound() {
        StoredSheet sheet = sheet();
        sheet.job(1, "processing", 0, 2, "x");
        assertThat(SERVER.json("/v1/status/cells/" + sheet.id() + "/1/x").at("/state").stringValue())
                .isEqualTo("queued");
        StoredJob halted = sheet.job(2, "cancelled", 0, 2, "x", "z");
        assertThat(SERVER.json("/v1/status/cells/" + sheet.id() + "/1/z").at("/state").stringValue())
                .isEqualTo("cancelled");
        assertThat(SERVER.json("/v1/status/cells/" + sheet.id() + "/1/x?job=" + halted.id()).at("/state").stringValue())
                .isEqualTo("cancelled");
        halted.queued(0, "z");
        assertThat(SERVER.json("/v1/status/cells/" + sheet.id() + "/0/z").at("/state").stringValue())
                .isEqualTo("cancelled");
        assertThat(SERVER.json("/v1/status/jobs/" + halted.id() + "/cells?state=cancelled").at("/items/1/state")
                .stringValue()).isEqualTo("cancelled");
        SERVER.database().sql("UPDATE jobs.job SET row_ids = '{0}' WHERE id = :job").param("job", halted.id()).update();
        assertThat(SERVER.get("/v1/status/cells/" + sheet.id() + "/1/z").statusCode()).isEqualTo(404);
        StoredSheet foreign = StoredSheet.of("other", List.of("a"), List.of(List.of("1")));
        foreign.job(1, "x");
        for (String path : List.of(sheet.id() + "/2/x", sheet.id() + "/0/y", sheet.id() + "/-1/x",
                UUID.randomUUID() + "/0/x", foreign.id() + "/0/x")) {
            assertThat(SERVER.get("/v1/status/cells/" + path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(SERVER.get("/v1/status/sheets/" + foreign.id() + "/rows").statusCode()).isEqualTo(404);
    }

    private static StoredSheet sheet() {
        return StoredSheet.of(List.of("a", "b c"), List.of(List.of("1"), List.of("2", "z"), List.of("3")));
    }
}

package dev.cellmill.status.results;

import static dev.cellmill.status.readside.ReadSide.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.cellmill.common.json.Json;
import dev.cellmill.status.readside.StoredJob;
import dev.cellmill.status.readside.StoredSheet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResultsIT {

    @Test
    void valuesComeBackAsTheyWentIn() {
        List<List<String>> rows = List.of(
                List.of("plain", "\"quoted\", and more"),
                List.of("two\nlines", "three\r\nlines\r\n"),
                List.of("", " spaces "),
                List.of("😀 𝒳 é", "\\ \u2028 \t"),
                List.of("+442071838750", "'=already"));
        StoredSheet sheet = StoredSheet.of(List.of("first name", "a,b"), rows);
        StoredJob job = sheet.job(1, "city");
        IntStream.range(0, rows.size()).forEach(row -> job.done(row, "city", json(rows.get(row).get(1))));
        List<List<String>> lines = lines("/v1/status/jobs/" + job.id() + "/results");
        assertThat(lines.getFirst()).containsExactly("first name", "a,b", "city");
        for (int row = 0; row < rows.size(); row++) {
            assertThat(lines.get(row + 1)).containsExactly(rows.get(row).get(0), rows.get(row).get(1),
                    rows.get(row).get(1));
        }
    }

    @Test
    void aSheetShowsTheDoneCellOfTheNewestRunOverAllItsJobs() {
        StoredSheet sheet = StoredSheet.of(List.of("a"), List.of(List.of("1"), List.of("2"), List.of("3")));
        StoredJob newer = sheet.job(7, "x", "y").done(0, "x", "\"new\"").failed(1, "x", "internal")
                .done(2, "y", "true");
        StoredJob older = sheet.job(3, "y", "x").done(0, "x", "\"old\"").done(1, "x", "\"kept\"").running(2, "x");
        assertThat(lines("/v1/status/sheets/" + sheet.id() + "/results")).containsExactly(
                List.of("a", "x", "y"), List.of("1", "new", ""), List.of("2", "kept", ""), List.of("3", "", "true"));
        assertThat(lines("/v1/status/jobs/" + older.id() + "/results").get(1)).containsExactly("1", "", "new");
        assertThat(lines("/v1/status/jobs/" + newer.id() + "/results").get(2)).containsExactly("2", "kept", "");
    }

    @Test
    void aJobsResultsAreItsRowsOnly() {
        StoredSheet sheet = StoredSheet.of(List.of("a"), List.of(List.of("1"), List.of("2"), List.of("3")));
        StoredJob job = sheet.job(1, "processing", 1, 2, "x");
        assertThat(lines("/v1/status/jobs/" + job.id() + "/results"))
                .containsExactly(List.of("a", "x"), List.of("2", ""));
    }

    @Test
    void jsonLinesHaveTypesAndNulls() {
        StoredSheet sheet = StoredSheet.of(List.of("a", "late"), List.of(List.of("=1")));
        StoredJob job = sheet.job(1, "n", "o", "none").done(0, "n", "1.50").done(0, "o", "{\"k\":[1]}");
        HttpResponse<String> response = SERVER.get("/v1/status/jobs/" + job.id() + "/results?format=jsonl");
        assertThat(response.body())
                .isEqualTo("{\"a\":\"=1\",\"late\":null,\"n\":1.50,\"o\":{\"k\": [1]},\"none\":null}\n");
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/x-ndjson");
        assertThat(response.headers().firstValue("Content-Disposition").orElseThrow())
                .contains("attachment", "Qualify-leads.jsonl");
        assertThat(lines("/v1/status/jobs/" + job.id() + "/results").get(1))
                .containsExactly("'=1", "", "1.50", "{\"k\":[1]}", "");
    }

    @Test
    void provenanceSaysWhereAValueCameFromAndWhyThereIsNone() {
        StoredSheet sheet = StoredSheet.of(List.of("a"), List.of(List.of("1"), List.of("2")));
        StoredJob job = sheet.job(1, "x").done(0, "x", "\"v\"").failed(1, "x", "provider.rejected");
        assertThat(lines("/v1/status/jobs/" + job.id() + "/results?provenance=true&escape=false&delimiter=;"))
                .isNotEmpty();
        String path = "/v1/status/jobs/" + job.id() + "/results?provenance=true";
        assertThat(lines(path).get(1)).containsExactly("1", "v", "done", "", "gpt", "0.9", "provider", "12", "0.00002",
                "1", "00000000000000010000000000000002");
        assertThat(lines(path).get(2)).startsWith("2", "", "failed", "provider.rejected: it said no");
    }

    @Test
    void manyRowsComeInBlocksWithoutLossOrOrderLost() {
        int rows = 4_500;
        StoredSheet sheet = StoredSheet.of(List.of("a"), List.of());
        SERVER.database().sql("""
                INSERT INTO intake.sheet_row
                SELECT :id, n, 'default', jsonb_build_array(n::text) FROM generate_series(0, :last) n
                """).param("id", sheet.id()).param("last", rows - 1).update();
        SERVER.database().sql("UPDATE intake.sheet SET row_count = :rows WHERE id = :id").param("rows", rows)
                .param("id", sheet.id()).update();
        StoredJob job = sheet.job(1, "processing", 0, rows, "x").done(1999, "x", "1").done(2000, "x", "2")
                .done(4499, "x", "3");
        List<List<String>> lines = lines("/v1/status/jobs/" + job.id() + "/results");
        assertThat(lines).hasSize(rows + 1);
        IntStream.range(0, rows).forEach(row -> assertThat(lines.get(row + 1)).first().isEqualTo("" + row));
        assertThat(lines.get(2000)).last().isEqualTo("1");
        assertThat(lines.get(2001)).last().isEqualTo("2");
        assertThat(lines.get(4500)).last().isEqualTo("3");
    }

    @Test
    void largeValuesEndABlockBetweenRows() {
        String large = "x".repeat(900_000);
        StoredSheet sheet = StoredSheet.of(List.of("a"), List.of(List.of(large), List.of("2"), List.of("3")));
        StoredJob job = sheet.job(1, "x", "y", "z");
        for (int row = 0; row < 3; row++) {
            job.done(row, "x", json(large)).done(row, "y", json(large)).done(row, "z", json("z" + row));
        }
        List<List<String>> lines = lines("/v1/status/jobs/" + job.id() + "/results");
        assertThat(lines.subList(1, 4)).containsExactly(List.of(large, large, large, "z0"),
                List.of("2", large, large, "z1"), List.of("3", large, large, "z2"));
    }

    @Test
    void whatNobodyHasAndWhatAnotherTenantHasIsNotFoundAlike() {
        StoredSheet foreign = StoredSheet.of("other", List.of("a"), List.of(List.of("1")));
        StoredJob job = foreign.job(1, "x");
        HttpResponse<String> unknown = SERVER.get("/v1/status/jobs/" + UUID.randomUUID() + "/results");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("urn:cellmill:problem:not-found");
        for (String path : List.of("/v1/status/jobs/" + job.id() + "/results", "/v1/status/jobs/none/results",
                "/v1/status/sheets/" + foreign.id() + "/results")) {
            HttpResponse<String> answer = SERVER.get(path);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).isEqualTo(unknown.body());
        }
    }

    @Test
    void aBadParameterIsNamed() {
        StoredJob job = StoredSheet.of(List.of("a"), List.of()).job(1, "x");
        for (String parameter : List.of("format=xlsx", "delimiter=%0A", "delimiter=%22", "delimiter=ab", "escape=maybe",
                "provenance=maybe")) {
            HttpResponse<String> answer = SERVER.get("/v1/status/jobs/" + job.id() + "/results?" + parameter);
            assertThat(answer.statusCode()).as(parameter).isEqualTo(400);
            assertThat(answer.body()).contains("request-invalid", parameter.substring(0, parameter.indexOf('=')));
        }
    }

    private static List<List<String>> lines(String path) {
        HttpResponse<String> response = SERVER.get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        try (var lines = CsvReader.builder().ofCsvRecord(response.body())) {
            return lines.stream().map(CsvRecord::getFields).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String json(String text) {
        return Json.MAPPER.writeValueAsString(text);
    }
}

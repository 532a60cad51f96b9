package dev.cellmill.status.cell;

import static dev.cellmill.status.readside.ReadSide.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.status.readside.StoredJob;
import dev.cellmill.status.readside.StoredSheet;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputIT {
    private static final int ANSWER = 0;
    private static final int LOG = 1;

    private final StoredSheet sheet = StoredSheet.of(List.of("a"), List.of(List.of("1"), List.of("2")));

    @Test
    void aShortTextIsInTheCell() {
        sheet.job(1, "x y").done(0, "x y", "\"Zeile 1\\nZeile 2\"");
        HttpResponse<String> whole = SERVER.get(path(0, "x%20y", ""));
        assertThat(whole.body()).isEqualTo("Zeile 1\nZeile 2");
        assertThat(whole.headers().firstValue("content-type")).hasValue("text/plain;charset=UTF-8");
        assertThat(SERVER.get(path(0, "x%20y", "?tail=1")).body()).isEqualTo("Zeile 2");
        assertThat(SERVER.get(path(1, "x%20y", "")).body()).as("nothing has happened to it").isEmpty();
    }

    @Test
    void aLongTextIsReadFromItsChunksAndExportedWhole() {
        StoredJob job = sheet.job(1, "x").done(0, "x", "\"one\\n\"");
        SERVER.database().sql("UPDATE status.cell SET text_bytes = 13 WHERE job_id = :job").param("job", job.id())
                .update();
        chunk(job, ANSWER, 5, 0, "one\n");
        chunk(job, ANSWER, 5, 4, "two\"\n");
        chunk(job, ANSWER, 5, 9, "dré");
        assertThat(SERVER.get(path(0, "x", "")).body()).isEqualTo("one\ntwo\"\ndré");
        assertThat(SERVER.get(path(0, "x", "?tail=2")).body()).isEqualTo("two\"\ndré");
        assertThat(SERVER.json("/v1/status/cells/" + sheet.id() + "/0/x").at("/truncated").booleanValue()).isTrue();
        String results = "/v1/status/jobs/" + job.id() + "/results?format=jsonl";
        assertThat(SERVER.get(results).body()).contains("\"x\":\"one\\ntwo\\\"\\ndré\"");
        assertThat(SERVER.get(results + "&provenance=true").body()).contains("\"x\":\"one\\ntwo\\\"\\ndré\"");
        assertThat(SERVER.get("/v1/status/jobs/" + job.id() + "/results").body()).contains("\"one\ntwo\"\"\ndré\"");
    }

    @Test
    void ofARunningCellThereIsWhatItsNewestAttemptHasWrittenWithoutAGap() {
        StoredJob job = sheet.job(1, "x").running(0, "x");
        chunk(job, ANSWER, 5, 0, "an attempt that broke off");
        chunk(job, ANSWER, 6, 0, "so ");
        chunk(job, ANSWER, 6, 3, "far");
        chunk(job, ANSWER, 6, 9, "behind a gap");
        chunk(job, LOG, 6, 0, "a warning");
        assertThat(SERVER.get(path(0, "x", "")).body()).isEqualTo("so far");
        assertThat(SERVER.get(path(0, "x", "?stream=stderr")).body()).isEqualTo("a warning");
    }

    @Test
    void aCellThatNoJobFillsIsNotFoundAndAnUnknownParameterIsRefused() {
        sheet.job(1, "x");
        assertThat(SERVER.get(path(0, "y", "")).statusCode()).isEqualTo(404);
        assertThat(SERVER.get(path(9, "x", "")).statusCode()).isEqualTo(404);
        assertThat(SERVER.get(path(0, "x", "?stream=both")).statusCode()).isEqualTo(400);
        assertThat(SERVER.get(path(0, "x", "?tail=0")).statusCode()).isEqualTo(400);
    }

    private String path(int row, String column, String query) {
        return "/v1/status/cells/" + sheet.id() + "/" + row + "/" + column + "/output" + query;
    }

    private static void chunk(StoredJob job, int stream, long attempt, long start, String text) {
        SERVER.database().sql("""
                INSERT INTO status.cell_output_chunk (job_id, row, col, stream, run, dispatch, step, attempt, start,
                    length, content, at, tenant)
                VALUES (:job, 0, 0, :stream, 1, 1, 0, :attempt, :start, :length, :content, now(), 'default')
                """).param("job", job.id()).param("stream", stream).param("attempt", attempt).param("start", start)
                .param("length", text.length()).param("content", text.getBytes(StandardCharsets.UTF_8)).update();
    }
}

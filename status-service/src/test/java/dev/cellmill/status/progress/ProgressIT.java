package dev.cellmill.status.progress;

import static dev.cellmill.status.readside.ReadSide.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.status.readside.StoredJob;
import dev.cellmill.status.readside.StoredSheet;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ProgressIT {

    @Test
    void theStatusOfAJobUnderWay() {
        StoredJob job = tenRows().job(1, "industry", "size").done(0, "industry", "\"retail\"").done(0, "size", "1")
                .failed(1, "industry", "provider.rejected").failed(2, "industry", "provider.rejected")
                .failed(2, "size", "internal").running(3, "size");
        job.count();
        JsonNode status = SERVER.json("/v1/status/jobs/" + job.id());
        assertThat(status.propertyNames()).contains("jobId", "name", "state", "progress", "isComplete", "totalCells",
                "completedCells", "successfulCells", "failedCells", "skippedCells", "cancelledCells", "runningCells",
                "queuedCells", "totalRows", "completedRows", "elapsedSeconds", "itemsPerMinute", "columns",
                "remaining", "cost", "tokens", "servedBy", "meanConfidence", "running", "errors", "variance");
        assertThat(status.at("/state").stringValue()).isEqualTo("processing");
        assertThat(status.at("/progress").doubleValue()).isEqualTo(25.0);
        assertThat(status.at("/queuedCells").intValue()).isEqualTo(14);
        assertThat(status.at("/elapsedSeconds").doubleValue()).isEqualTo(3600.0);
        assertThat(SERVER.get("/v1/status/jobs/" + job.id()).body()).contains("\"columns\":[{\"name\":\"industry\","
                + "\"total\":10,\"done\":1,\"failed\":2,\"skipped\":0,\"running\":0,\"cost\":0.00006}");
        assertThat(status.at("/running")).hasToString(
                "[{\"row\":3,\"column\":\"size\",\"provider\":\"gpt\",\"seconds\":2.0,\"progress\":null}]");
        assertThat(status.at("/errors")).hasToString("[{\"code\":\"provider.rejected\",\"count\":2,\"atLeast\":false,"
                + "\"example\":{\"row\":1,\"column\":\"industry\",\"message\":\"it said no\"}},"
                + "{\"code\":\"internal\",\"count\":1,\"atLeast\":false,"
                + "\"example\":{\"row\":2,\"column\":\"size\",\"message\":\"it said no\"}}]");
        assertThat(status.at("/meanConfidence").doubleValue()).isEqualTo(0.9);
        assertThat(status.at("/servedBy/provider").intValue()).isEqualTo(2);
        assertThat(status.at("/cost/budget").isNull()).isTrue();
    }

    @Test
    void aJobThatNothingHasHappenedToIsAllQueued() {
        StoredJob job = tenRows().job(1, "processing", 2, 5, "x");
        JsonNode status = SERVER.json("/v1/status/jobs/" + job.id());
        assertThat(status.at("/queuedCells").intValue()).isEqualTo(3);
        assertThat(status.at("/columns/0/total").intValue()).isEqualTo(3);
        assertThat(status.at("/running").isEmpty()).isTrue();
        assertThat(pages("/v1/status/jobs/" + job.id() + "/rows?limit=2&", "row")).containsExactly("2", "3", "4");
    }

    @Test
    void rowsAreFoundByTheirStateWhereverTheyAre() {
        StoredJob job = tenRows().job(1, "x", "y").done(1, "x", "1").done(1, "y", "1").done(4, "x", "1")
                .failed(4, "y", "internal").failed(6, "x", "internal").failed(6, "y", "internal").done(8, "x", "1");
        job.count();
        String path = "/v1/status/jobs/" + job.id() + "/rows?limit=2&";
        assertThat(pages(path, "row")).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(pages(path + "state=done&", "row")).containsExactly("1");
        assertThat(pages(path + "state=partial&", "row")).containsExactly("4");
        assertThat(pages(path + "state=failed&", "row")).containsExactly("6");
        assertThat(pages(path + "state=running&", "row")).containsExactly("8");
        assertThat(pages(path + "state=queued&", "row")).containsExactly("0", "2", "3", "5", "7", "9");
        assertThat(pages(path + "state=cancelled&", "row")).isEmpty();
        JsonNode partial = SERVER.json(path + "state=partial").at("/items/0");
        assertThat(partial).hasToString("{\"row\":4,\"state\":\"partial\",\"total\":2,\"done\":1,\"failed\":1,"
                + "\"skipped\":0,\"cancelled\":0,\"running\":0,\"queued\":0,\"meanConfidence\":0.9}");
    }

    @Test
    void cellsAreListedWithThoseThatNothingIsStoredOf() {
        StoredJob job = StoredSheet.of(List.of("a"), List.of(List.of("1"), List.of("2"), List.of("3")))
                .job(1, "x", "y").done(0, "y", "1").failed(1, "x", "internal").running(1, "y");
        job.count();
        String path = "/v1/status/jobs/" + job.id() + "/cells?limit=1&";
        assertThat(pages(path, "state")).containsExactly("queued", "done", "failed", "running", "queued", "queued");
        assertThat(pages(path + "state=queued&", "row")).containsExactly("0", "2", "2");
        assertThat(pages(path + "state=queued&column=x&", "row")).containsExactly("0", "2");
        assertThat(pages(path + "column=y&", "state")).containsExactly("done", "running", "queued");
        assertThat(pages(path + "state=failed&", "column")).containsExactly("x");
        assertThat(pages(path + "state=done&column=x&", "row")).isEmpty();
        JsonNode done = SERVER.json(path + "state=done").at("/items/0");
        assertThat(done.at("/value").intValue()).isEqualTo(1);
        assertThat(done.at("/seconds").doubleValue()).isEqualTo(1.5);
        assertThat(done.at("/fingerprint").stringValue()).isEqualTo("00000000000000010000000000000002");
        assertThat(done.at("/error").isNull()).isTrue();
    }

    @Test
    void inACancelledJobCellsThatNeverRanAreCancelled() {
        StoredJob job = StoredSheet.of(List.of("a"), List.of(List.of("1"), List.of("2")))
                .job(1, "cancelled", 0, 2, "x", "y").done(0, "x", "1");
        job.count();
        JsonNode status = SERVER.json("/v1/status/jobs/" + job.id());
        assertThat(status.at("/cancelledCells").intValue()).isEqualTo(3);
        assertThat(status.at("/isComplete").booleanValue()).isTrue();
        assertThat(pages("/v1/status/jobs/" + job.id() + "/rows?state=cancelled&", "row")).containsExactly("0", "1");
        assertThat(pages("/v1/status/jobs/" + job.id() + "/cells?state=cancelled&limit=2&", "row"))
                .containsExactly("0", "1", "1");
        assertThat(pages("/v1/status/jobs/" + job.id() + "/cells?state=queued&", "row")).isEmpty();
    }

    @Test
    void anEndedJobIsHeldAgainstItsEstimate() {
        StoredJob job = tenRows().job(1, "completed", 0, 2, "x").done(0, "x", "1").done(1, "x", "1");
        job.count();
        assertThat(SERVER.json("/v1/status/jobs/" + job.id()).at("/variance").isNull()).isTrue();
        job.database().sql("""
                UPDATE jobs.job SET ended_at = '2026-01-01T00:10:00Z',
                    estimate = '{"cost": {"total": 0.00005}, "time": {"seconds": 500}}'
                WHERE id = :id""").param("id", job.id()).update();
        JsonNode status = SERVER.json("/v1/status/jobs/" + job.id());
        assertThat(status.at("/variance/cost/variance").decimalValue()).isEqualByComparingTo("-0.00001");
        assertThat(status.at("/variance/cost/percentageDiff").doubleValue()).isEqualTo(-20);
        assertThat(status.at("/variance/cost/withinMargin").booleanValue()).isFalse();
        assertThat(status.at("/variance/time"))
                .hasToString("{\"variance\":100,\"percentageDiff\":20.0,\"withinMargin\":true}");
        assertThat(status.at("/itemsPerMinute").doubleValue()).isEqualTo(0.2);
        assertThat(status.at("/remaining").isNull()).isTrue();
    }

    @Test
    void whatRemainsComesFromTheLatestSamplesAndNamesTheLimitThatBinds() {
        StoredJob job = tenRows().job(1, "x").done(0, "x", "1").done(1, "x", "1").done(2, "x", "1");
        job.count();
        // one at 00:00, then nothing for long, then one each ten seconds until the server's now
        job.database().sql("""
                UPDATE status.job_progress SET sampled_ended = '{0,1,2}', sampled_at = ARRAY(
                    SELECT (extract(epoch FROM t::timestamptz) * 1000)::bigint
                    FROM unnest(ARRAY['2026-01-01T00:59:30Z', '2026-01-01T00:59:40Z', '2026-01-01T00:59:50Z']) AS t)
                WHERE job_id = :id""").param("id", job.id()).update();
        job.database().sql("""
                INSERT INTO worker.provider VALUES ('gpt', 'ai', '{"limits": {"requestsPerMinute": 7}}', now())
                ON CONFLICT DO NOTHING""").update();
        job.database().sql("INSERT INTO jobs.job_step VALUES (:id, 0, 0, 'default', :id, 'x', 'gpt', 'mini')")
                .param("id", job.id()).update();
        job.database().sql("INSERT INTO status.step_progress VALUES (:id, 0, 0, 'default', 3, 3, 30, 6, 60000, 4500)")
                .param("id", job.id()).update();
        JsonNode status = SERVER.json("/v1/status/jobs/" + job.id());
        assertThat(status.at("/itemsPerMinute").doubleValue()).isEqualTo(6);
        assertThat(status.at("/remaining/secondsP50").intValue()).isEqualTo(70);
        assertThat(status.at("/remaining/secondsP90").intValue()).isGreaterThan(70);
        assertThat(status.at("/remaining/boundBy").stringValue()).isEqualTo("requests");
    }

    @Test
    void whatIsNotThereAndWhatIsNotValidIsAnswered() {
        UUID foreign = StoredSheet.of("other", List.of("a"), List.of(List.of("1"))).job(1, "x").id();
        UUID known = tenRows().job(1, "x").id();
        for (String path : List.of("", "/rows", "/cells")) {
            assertThat(SERVER.get("/v1/status/jobs/" + foreign + path).statusCode()).isEqualTo(404);
            assertThat(SERVER.get("/v1/status/jobs/" + UUID.randomUUID() + path).statusCode()).isEqualTo(404);
        }
        for (String query : List.of("rows?state=odd", "rows?limit=0", "rows?limit=x", "rows?cursor=odd",
                "cells?state=partial", "cells?column=odd", "cells?cursor=cm93cy8x")) {
            var answer = SERVER.get("/v1/status/jobs/" + known + "/" + query);
            assertThat(answer.statusCode()).as(query).isEqualTo(400);
            assertThat(answer.body()).contains("request-invalid",
                    query.substring(query.indexOf('?') + 1, query.indexOf('=')));
        }
    }

    private static StoredSheet tenRows() {
        return StoredSheet.of(List.of("a"), Stream.iterate(0, n -> n + 1).limit(10).map(List::of).toList());
    }

    /** A member of all items over all pages. */
    private static List<String> pages(String path, String member) {
        var found = new ArrayList<String>();
        @Nullable
        String next = "";
        while (next != null) {
            JsonNode page = SERVER.json(path + (next.isEmpty() ? "" : "cursor=" + next));
            page.at("/items").forEach(item -> found.add(item.get(member).asString()));
            next = page.at("/next").isNull() ? null : page.at("/next").stringValue();
        }
        return found;
    }
}

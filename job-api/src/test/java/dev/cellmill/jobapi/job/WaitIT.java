package dev.cellmill.jobapi.job;

import static dev.cellmill.common.db.generated.jobs.Tables.JOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.id.SheetId;
import dev.cellmill.jobapi.job.RunningJobApi.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Submissions that wait for their job; there is no worker here, so that only a test ends one. */
class WaitIT {
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
    void aWaitIsAnsweredWhenTheJobEnds() {
        SheetId sheet = sheet();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = CompletableFuture.supplyAsync(() -> submit(sheet, "120s"), threads);
            await().until(() -> end(sheet) == 1);
            // long before the 120 s are over, even on a machine that has much else to do
            await().atMost(Duration.ofSeconds(60)).until(answer::isDone);
            assertEnded(answer.join());
        }
    }

    @Test
    void aWaitIsOverAfterItsTimeThoughTheJobGoesOn() {
        Answer answer = submit(sheet(), "1s");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.at("/state")).isEqualTo("processing");
        assertThat(answer.raw().headers().firstValue("Location")).contains("/v1/jobs/" + answer.at("/id"));
    }

    @Test
    void aJobSentWithItsSheetIsWaitedForToo() {
        Answer ended = api.postParts("/v1/jobs?wait=120s", "phone\r\n", job(null));
        assertEnded(ended);
        assertThat(api.postParts("/v1/jobs?wait=soon", "phone\r\n1\r\n", job(null)).status()).isEqualTo(400);
    }

    /** Many more than the pool has connections. */
    @Test
    void whoWaitsHoldsNoConnection() {
        var sheets = new ArrayList<SheetId>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<CompletableFuture<Answer>>();
            for (int i = 0; i < 40; i++) {
                SheetId sheet = sheet();
                sheets.add(sheet);
                answers.add(CompletableFuture.supplyAsync(() -> submit(sheet, "120s"), threads));
            }
            sheets.forEach(sheet -> await().until(() -> end(sheet) == 1));
            answers.forEach(answer -> assertEnded(answer.join()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "30", "0s", "999ms", "121s", "3m", "-5s", "1d"})
    void aWaitThatIsNoneMakesNoJob(String wait) {
        SheetId sheet = sheet();
        Answer refused = submit(sheet, wait);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/detail")).contains("1s to 120s");
        assertThat(api.db.fetchCount(JOB, JOB.SHEET_ID.eq(sheet.value()))).isZero();
    }

    private static void assertEnded(Answer answer) {
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.at("/state")).isEqualTo("completed");
        UUID.fromString(answer.at("/id"));
        assertThat(answer.raw().headers().firstValue("Location")).contains("/v1/jobs/" + answer.at("/id"));
    }

    /** As the fold would. @return how many jobs of the sheet it was true for */
    private static int end(SheetId sheet) {
        return api.db.update(JOB).set(JOB.STATE, "completed")
                .where(JOB.SHEET_ID.eq(sheet.value()), JOB.STATE.eq("processing"))
                .execute();
    }

    private static Answer submit(SheetId sheet, String wait) {
        return api.postYaml("/v1/jobs?wait=" + wait, job(sheet));
    }

    private static String job(@Nullable SheetId sheet) {
        return """
                %s
                columns:
                  - {name: country, provider: phone, inputs: {phone: "{{phone}}"}, field: country}
                """.formatted(sheet == null ? "" : "sheet: " + sheet);
    }

    private static SheetId sheet() {
        return api.sheet(List.of("phone"), "[\"1\"]");
    }
}

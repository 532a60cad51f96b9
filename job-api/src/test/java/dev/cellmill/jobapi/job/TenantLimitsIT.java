package dev.cellmill.jobapi.job;

import static dev.cellmill.common.db.generated.intake.Tables.FILE;
import static dev.cellmill.common.db.generated.intake.Tables.FILE_CHUNK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.jobapi.job.RunningJobApi.Answer;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the operator lets a tenant have and spend. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantLimitsIT {
    private static final int OPEN_JOBS = 3;
    private static final String SPEND = """
            INSERT INTO status.job_progress AS p
                (job_id, tenant, closed, ended, completed_rows, fold, updated_at, spent, spend_day, day_spent)
            SELECT id, tenant, 0, 0, 0, 1, now(), {1}, (now() AT TIME ZONE 'UTC')::date, {1} FROM jobs.job
            WHERE id = {0}::uuid
            ON CONFLICT (job_id) DO UPDATE SET spend_day = excluded.spend_day, day_spent = excluded.day_spent
            """;

    private RunningJobApi api;
    private String operator;

    @BeforeAll
    void start() {
        api = new RunningJobApi("cellmill.tenants.each.open-jobs=" + OPEN_JOBS,
                "cellmill.tenants.of.small.open-cells=5",
                "cellmill.tenants.of.frugal.spend-per-day=1.50", "cellmill.files.max-size=10KB");
        operator = api.ask(null, "POST", "/v1/keys", "{}").at("/key");
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void ofJobsSubmittedAtOnceNoMoreAreTakenThanATenantMayHave() throws Exception {
        String key = key("many");
        List<Callable<Answer>> submissions = new ArrayList<>();
        for (int i = 0; i < 4 * OPEN_JOBS; i++) {
            String sheet = sheet(key, 1);
            submissions.add(() -> submit(key, sheet));
        }
        List<Answer> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> answer : threads.invokeAll(submissions)) {
                answers.add(answer.get());
            }
        }
        assertThat(answers).filteredOn(answer -> answer.status() == 202).hasSize(OPEN_JOBS);
        assertThat(answers).filteredOn(answer -> answer.status() != 202).allSatisfy(refused -> {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.at("/type")).isEqualTo("urn:cellmill:problem:quota-exceeded");
            assertThat(refused.at("/limit")).isEqualTo("openJobs");
            assertThat(refused.at("/detail")).contains("3 open jobs").contains("cancel one");
        });
        assertThat(api.ask(key, "GET", "/v1/jobs", null).body().at("/items")).hasSize(OPEN_JOBS);

        String job = answers.stream().filter(answer -> answer.status() == 202).findFirst().orElseThrow().at("/id");
        assertThat(api.ask(key, "POST", "/v1/jobs/%s/cancel".formatted(job), null).status()).isEqualTo(200);
        assertThat(submit(key, sheet(key, 1)).status()).isEqualTo(202);
        assertThat(submit(key("others"), sheet(key("others"), 1)).status()).as("another tenant's").isEqualTo(202);
    }

    @Test
    void ofTwoThatComeAtOnceTheSecondWaitsForTheFirst() throws Exception {
        String key = key("serial");
        String sheet = sheet(key, 1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection first = api.database.dataSource().getConnection()) {
            first.setAutoCommit(false);
            DSL.using(first).fetch("SELECT pg_advisory_xact_lock(hashtextextended('cellmill tenant serial', 0))");
            Future<Answer> second = threads.submit(() -> submit(key, sheet));
            await().until(() -> api.db.fetchExists(DSL.table("pg_locks"), DSL.condition("""
                    locktype = 'advisory' AND NOT granted
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())""")));
            first.commit();
            assertThat(second.get().status()).isEqualTo(202);
        }
    }

    @Test
    void aJobWithMoreCellsThanAreLeftIsRefused() {
        String key = key("small");
        assertThat(submit(key, sheet(key, 3)).status()).isEqualTo(202);
        Answer refused = submit(key, sheet(key, 3));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.at("/limit")).isEqualTo("openCells");
        assertThat(refused.at("/detail")).contains("6 cells").contains("may have 5");
        assertThat(submit(key, sheet(key, 2)).status()).isEqualTo(202);
    }

    @Test
    void aTenantThatSpentItsDayIsPausedAndGoesOnTheNextByItself() {
        String key = key("frugal");
        String job = submit(key, sheet(key, 2)).at("/id");
        api.db.execute(SPEND, job, 1_499_999_999L);
        assertThat(submit(key, sheet(key, 1)).status()).isEqualTo(202);
        api.db.execute(SPEND, job, 1_500_000_000L);
        await().until(() -> state(key, job).equals("paused quota"));

        Answer refused = submit(key, sheet(key, 1));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.at("/limit")).isEqualTo("spendPerDay");
        assertThat(refused.at("/detail")).contains("spent $1.5 today").contains("after midnight (UTC)");
        assertThat(api.ask(key, "POST", "/v1/jobs/%s/resume".formatted(job), null).at("/limit"))
                .isEqualTo("spendPerDay");

        api.db.execute("UPDATE status.job_progress SET spend_day = spend_day - 1 WHERE job_id = {0}::uuid", job);
        await().until(() -> state(key, job).equals("processing "));
    }

    @Test
    void aFileThatIsTooLongIsRefusedInOpenAisWordsAndNothingOfItIsKept() {
        String key = key("files");
        // noticed as it comes, and said beforehand
        for (int length : new int[]{10_241, 200_000}) {
            Answer refused = upload(key, length);
            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.at("/error/code")).isEqualTo("file_too_large");
            assertThat(refused.at("/error/param")).isEqualTo("file");
            assertThat(refused.at("/error/message")).contains("10,240 bytes");
        }
        assertThat(api.db.fetchCount(FILE) + api.db.fetchCount(FILE_CHUNK)).isZero();
        assertThat(upload(key, 10_240).at("/bytes")).isEqualTo("10240");
    }

    private Answer upload(String key, int length) {
        return api.post("/v1/files", "multipart/form-data; boundary=cut", """
                --cut\r
                Content-Disposition: form-data; name="purpose"\r
                \r
                batch\r
                --cut\r
                Content-Disposition: form-data; name="file"; filename="requests.jsonl"\r
                \r
                %s\r
                --cut--\r
                """.formatted("x".repeat(length)), "Authorization", "Bearer " + key);
    }

    private String state(String key, String job) {
        Answer found = api.ask(key, "GET", "/v1/jobs/" + job, null);
        return found.at("/state") + " " + found.at("/pauseReason");
    }

    private String key(String tenant) {
        return api.ask(operator, "POST", "/v1/keys", "{\"tenant\": \"%s\"}".formatted(tenant)).at("/key");
    }

    private String sheet(String key, int rows) {
        return api.ask(key, "POST", "/v1/sheets", "[%s]".formatted(
                String.join(",", Collections.nCopies(rows, "{\"phone\": \"1\"}")))).at("/id");
    }

    private Answer submit(String key, String sheet) {
        return api.ask(key, "POST", "/v1/jobs", """
                {"sheet": "%s", "columns": [
                    {"name": "country", "provider": "phone", "inputs": {"phone": "{{phone}}"}, "field": "country"}]}"""
                .formatted(sheet));
    }
}

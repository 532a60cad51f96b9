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
    private static final int KEYS = 5;
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
                "cellmill.tenants.of.frugal.spend-per-day=1.50", "cellmill.files.max-size=10KB",
                "cellmill.files.max-uploads=100", "cellmill.tenants.of.shelf.files=3",
                "cellmill.tenants.of.crate.file-bytes=25KB", "cellmill.tenants.of.queue.open-batches=2",
                "cellmill.keys.per-tenant=" + KEYS);
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
        List<Answer> answers = atOnce(submissions);
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
        String file = upload(key, 10).at("/id");
        waitsForWhoeverIsFirst(() -> submit(key, sheet), 202);
        waitsForWhoeverIsFirst(() -> upload(key, 10), 200);
        waitsForWhoeverIsFirst(() -> batch(key, file), 200);
    }

    private void waitsForWhoeverIsFirst(Callable<Answer> second, int status) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection first = api.database.dataSource().getConnection()) {
            first.setAutoCommit(false);
            DSL.using(first).fetch("SELECT pg_advisory_xact_lock(hashtextextended('cellmill tenant serial', 0))");
            Future<Answer> answer = threads.submit(second);
            await().until(() -> api.db.fetchExists(DSL.table("pg_locks"), DSL.condition("""
                    locktype = 'advisory' AND NOT granted
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())""")));
            first.commit();
            assertThat(answer.get().status()).isEqualTo(status);
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
        assertThat(stored("files")).isZero();
        assertThat(upload(key, 10_240).at("/bytes")).isEqualTo("10240");
    }

    @Test
    void ofKeysMadeAtOnceNoMoreAreThereThanATenantMayHave() throws Exception {
        String key = key("locksmith");
        List<Answer> answers = atOnce(Collections.nCopies(2 * KEYS, () -> api.ask(key, "POST", "/v1/keys", "{}")));
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(KEYS - 1);
        assertThat(answers).filteredOn(answer -> answer.status() != 201).allSatisfy(refused -> {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.at("/type")).isEqualTo("urn:cellmill:problem:quota-exceeded");
            assertThat(refused.at("/limit")).isEqualTo("keys");
            assertThat(refused.at("/detail")).contains("5 keys", "revoke one", "cellmill.keys.per-tenant");
        });
        assertThat(api.ask(operator, "POST", "/v1/keys", "{\"tenant\": \"locksmith\"}").status()).as("nor by another")
                .isEqualTo(403);

        String other = answers.stream().filter(answer -> answer.status() == 201).findFirst().orElseThrow().at("/id");
        assertThat(api.ask(key, "DELETE", "/v1/keys/" + other, null).status()).isEqualTo(204);
        assertThat(api.ask(key, "POST", "/v1/keys", "{}").status()).isEqualTo(201);
    }

    @Test
    void ofFilesUploadedAtOnceNoMoreAreKeptThanATenantMay() throws Exception {
        String key = key("shelf");
        List<Answer> answers = atOnce(Collections.nCopies(12, () -> upload(key, 10)));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(3);
        assertThat(answers).filteredOn(answer -> answer.status() != 200)
                .allSatisfy(refused -> refused(refused, "keep 3 files", "delete some", "cellmill.tenants"));
        assertThat(stored("shelf")).as("each has one piece").isEqualTo(2 * 3);
        refused(api.post("/v1/files", "multipart/form-data; boundary=cut", "not even a form", "Authorization",
                "Bearer " + key), "keep 3 files");

        String file = answers.stream().filter(answer -> answer.status() == 200).findFirst().orElseThrow().at("/id");
        assertThat(api.ask(key, "DELETE", "/v1/files/" + file, null).status()).isEqualTo(200);
        assertThat(upload(key, 10).status()).isEqualTo(200);
    }

    @Test
    void norMoreBytes() throws Exception {
        String key = key("crate");
        List<Answer> answers = atOnce(Collections.nCopies(8, () -> upload(key, 10_000)));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(2);
        assertThat(answers).filteredOn(answer -> answer.status() != 200)
                .allSatisfy(refused -> refused(refused, "25,600 bytes", "delete some", "cellmill.tenants"));
        refused(upload(key, 5_601), "25,600 bytes");
        assertThat(stored("crate")).isEqualTo(2 * 2);
        assertThat(upload(key, 5_600).status()).as("the last that fits").isEqualTo(200);

        String file = answers.stream().filter(answer -> answer.status() == 200).findFirst().orElseThrow().at("/id");
        assertThat(batch(key, file).status()).isEqualTo(200);
        api.db.execute(
                "UPDATE intake.file SET byte_count = byte_count + 1 WHERE tenant = 'crate' AND byte_count = 5600");
        refused(batch(key, file), "25,600 bytes");
    }

    @Test
    void ofBatchesAskedForAtOnceNoMoreAreTakenThanATenantMayHaveOpen() throws Exception {
        String key = key("queue");
        String file = upload(key,
                "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/embeddings\",\"body\":{\"model\":\"mini\"}}")
                .at("/id");
        List<Answer> answers = atOnce(Collections.nCopies(8, () -> batch(key, file)));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(2);
        assertThat(answers).filteredOn(answer -> answer.status() != 200).allSatisfy(
                refused -> refused(refused, "2 batches that have not ended", "cancel one", "cellmill.tenants"));
        await().untilAsserted(() -> assertThat(api.ask(key, "GET", "/v1/batches", null).body().path("data"))
                .extracting(batch -> batch.path("status").asString()).containsExactly("in_progress", "in_progress"));
        refused(batch(key, file), "2 batches");
        api.db.execute("UPDATE jobs.batch SET status = 'completed' WHERE id = "
                + "(SELECT id FROM jobs.batch WHERE tenant = 'queue' LIMIT 1)");
        assertThat(batch(key, file).status()).isEqualTo(200);
    }

    private static void refused(Answer answer, String... said) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(403);
        assertThat(answer.at("/error/code")).isEqualTo("insufficient_quota");
        assertThat(answer.at("/error/message")).contains(said);
    }

    private int stored(String tenant) {
        return api.db.fetchCount(FILE, FILE.TENANT.eq(tenant))
                + api.db.fetchCount(FILE_CHUNK, FILE_CHUNK.TENANT.eq(tenant));
    }

    private static List<Answer> atOnce(List<Callable<Answer>> asked) throws Exception {
        List<Answer> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> answer : threads.invokeAll(asked)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    private Answer batch(String key, String file) {
        return api.ask(key, "POST", "/v1/batches", """
                {"input_file_id": "%s", "endpoint": "/v1/embeddings", "completion_window": "24h"}""".formatted(file));
    }

    private Answer upload(String key, int length) {
        return upload(key, "x".repeat(length));
    }

    private Answer upload(String key, String content) {
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
                """.formatted(content), "Authorization", "Bearer " + key);
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
